#!/bin/sh
# Makes one small test clip with ffmpeg: make_clips.sh NAME OUTPUT. Each name is one property that
# the decoder's tests need; the clip is written beside OUTPUT first and renamed, so that tests may
# run at the same time.
#
# The picture is testsrc2 (moving shapes, a running counter) unless the property asks for another.
set -eu

name=$1
output=$2
extension=${output##*.}
part="${output%.*}.$$.part.$extension"
trap 'rm -f "$part"*' EXIT

export SVT_LOG=1  # errors only
make() {
    ffmpeg -nostdin -v error -y "$@" "$part"
}
source_of() {  # size, frames a second, seconds
    echo "testsrc2=size=$1:rate=$2:duration=$3"
}
x264="-c:v libx264 -preset ultrafast -pix_fmt yuv420p"

case $name in
h264.mp4 | h264.mov | h264.mkv | h264.avi)
    make -f lavfi -i "$(source_of 160x120 10 2)" $x264 -bf 0 -g 10 ;;
h264-b-frames.mp4 | h264-b-frames.mkv | h264-b-frames.avi)
    make -f lavfi -i "$(source_of 160x120 10 3)" -c:v libx264 -preset medium -pix_fmt yuv420p \
        -bf 3 -b_strategy 0 -g 12 ;;
focus-hunting.mp4)
    make -f lavfi -i "$(source_of 160x120 10 3)" -vf "gblur=sigma=3:enable='not(eq(mod(n,10),6))'" \
        $x264 -bf 0 -g 10 ;;
hevc.mp4 | hevc.mkv)
    make -f lavfi -i "$(source_of 160x120 10 2)" -c:v libx265 -preset ultrafast \
        -x265-params log-level=none -pix_fmt yuv420p ;;
hevc-10-bit.mp4)
    make -f lavfi -i "$(source_of 160x120 10 1)" -c:v libx265 -preset ultrafast \
        -x265-params log-level=none -pix_fmt yuv420p10le ;;
vp8.webm)
    # Two passes' worth of lag, so that the encoder stores reference frames that are not shown.
    make -f lavfi -i "$(source_of 160x120 10 3)" -c:v libvpx -b:v 200k -auto-alt-ref 1 \
        -lag-in-frames 16 -arnr-maxframes 5 ;;
vp9.webm | vp9.mkv)
    make -f lavfi -i "$(source_of 160x120 10 2)" -c:v libvpx-vp9 -b:v 200k -cpu-used 8 \
        -deadline realtime ;;
av1.mp4 | av1.mkv)
    make -f lavfi -i "$(source_of 160x120 10 1)" -c:v libsvtav1 -preset 12 -pix_fmt yuv420p ;;
mpeg4.mp4)
    make -f lavfi -i "$(source_of 160x120 10 2)" -c:v mpeg4 -q:v 4 ;;
mpeg4-b-frames.avi)
    make -f lavfi -i "$(source_of 160x120 10 3)" -c:v mpeg4 -q:v 4 -bf 2 ;;
h263.3gp)
    make -f lavfi -i "$(source_of 176x144 10 2)" -c:v h263 -q:v 4 ;;
mjpeg.avi | mjpeg.mov | mjpeg.mkv)
    make -f lavfi -i "$(source_of 160x120 10 2)" -c:v mjpeg -q:v 4 -pix_fmt yuvj420p ;;
mjpeg-422.avi)
    make -f lavfi -i "$(source_of 160x120 10 1)" -c:v mjpeg -q:v 4 -pix_fmt yuvj422p ;;
h264-444.mp4)
    make -f lavfi -i "$(source_of 160x120 10 1)" -c:v libx264 -preset ultrafast -pix_fmt yuv444p ;;
h264-rgb.mkv)
    make -f lavfi -i "$(source_of 160x120 10 1)" -c:v libx264rgb -preset ultrafast -pix_fmt bgr24 ;;
corner-*.mp4)
    # Green, red in the top left quarter; the name says by how many degrees players turn it.
    ffmpeg -nostdin -v error -y -f lavfi \
        -i "color=lime:size=160x120:rate=10:duration=0.5,drawbox=0:0:80:60:red:fill" \
        $x264 "$part.flat.mp4"
    degrees=${name#corner-}
    make -i "$part.flat.mp4" -c copy -metadata:s:v "rotate=${degrees%.mp4}" ;;
odd-size-444.mkv)
    make -f lavfi -i "$(source_of 160x120 10 1)" -vf "format=yuv444p,scale=161:121" \
        -c:v libx264 -preset ultrafast -pix_fmt yuv444p ;;
odd-size-420.mkv)
    make -f lavfi -i "$(source_of 160x120 10 1)" -vf "format=yuv420p,scale=161:121" -c:v libvpx-vp9 -b:v 200k -cpu-used 8 \
        -deadline realtime -pix_fmt yuv420p ;;
variable-rate.mp4)
    # Frames 3 and 4 of every 5 are missing.
    make -f lavfi -i "$(source_of 160x120 20 2),select='lt(mod(n\,5)\,3)'" -vsync vfr $x264 ;;
negative-start.mp4)
    # Cut out of the middle without decoding: an edit list hides the frames before the cut.
    ffmpeg -nostdin -v error -y -f lavfi -i "$(source_of 160x120 10 4)" $x264 -g 20 \
        "$part.whole.mp4"
    make -ss 0.75 -i "$part.whole.mp4" -c copy ;;
no-duration.mkv)
    ffmpeg -nostdin -v error -f lavfi -i "$(source_of 160x120 10 2)" $x264 -f matroska pipe:1 |
        cat > "$part" ;;
fragmented.mp4)
    make -f lavfi -i "$(source_of 160x120 10 3)" $x264 -g 10 \
        -movflags frag_keyframe+empty_moov+default_base_moof ;;
front-index.mp4)
    make -f lavfi -i "$(source_of 320x240 10 6)" $x264 -g 10 -movflags +faststart ;;
many-key-frames.mp4 | many-key-frames.mkv)
    make -f lavfi -i "$(source_of 64x48 2 150)" -c:v libx264 -preset veryfast \
        -pix_fmt yuv420p -g 20 -bf 2 ;;
size-change.mkv)
    # Two H.264 streams, one behind the other, under the header of the first.
    ffmpeg -nostdin -v error -y -f lavfi -i "$(source_of 160x120 10 1)" $x264 -f h264 \
        "$part.1.h264"
    ffmpeg -nostdin -v error -y -f lavfi -i "$(source_of 320x240 10 1)" $x264 -f h264 \
        "$part.2.h264"
    cat "$part.1.h264" "$part.2.h264" > "$part.h264"
    make -f h264 -framerate 10 -i "$part.h264" -c copy ;;
two-streams.mkv)
    make -f lavfi -i "$(source_of 64x48 10 1)" -f lavfi -i "$(source_of 160x120 10 1)" \
        -f lavfi -i "sine=duration=1" -map 2 -map 0 -map 1 $x264 -c:a aac ;;
sound-only.mp4)
    make -f lavfi -i "sine=duration=1" -c:a aac ;;
ffv1.mkv)
    make -f lavfi -i "$(source_of 160x120 10 1)" -c:v ffv1 ;;
*)
    echo "make_clips.sh: no clip is called $name" >&2
    exit 2 ;;
esac
mv "$part" "$output"
