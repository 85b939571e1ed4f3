"""The kinds of the set, in the order of which their seeds depend: add at the end only."""

from . import displays, labels, marks

COUNT = 40  # pictures of a kind; even ones are for tuning, odd ones only for reporting

KINDS = {
    "seven-segment-dark": displays.seven_dark,
    "seven-segment-lit": displays.seven_lit,
    "fourteen-segment-dark": displays.fourteen_dark,
    "fourteen-segment-lit": displays.fourteen_lit,
    "dot-matrix": marks.dot_matrix,
    "stencil": marks.stencil,
    "engraved": marks.engraved,
    "embossed": marks.embossed,
    "container-one-line": marks.container_one_line,
    "container-two-lines": marks.container_two_lines,
    "container-stacked": marks.container_stacked,
    "container-tilted": marks.container_tilted,
    "vin": marks.vin_plate,
    "nameplate": labels.nameplate,
    "thermal-label": labels.thermal_label,
    "small-text-4k": labels.small_text_4k,
    "thin-strip": labels.thin_strip,
    "inverted": labels.inverted,
    "rotated": labels.rotated,
    "perspective": labels.slanted,
    "blur": labels.blurred,
    "noise": labels.noisy,
    "jpeg": labels.compressed,
    "no-text": labels.no_text,
}
