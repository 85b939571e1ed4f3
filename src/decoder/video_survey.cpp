#include "decoder/video_survey.h"

extern "C" {
#include <libavcodec/codec_par.h>
#include <libavcodec/packet.h>
#include <libavutil/avutil.h>
}

#include <algorithm>
#include <span>
#include <string>

#include "core/limits.h"
#include "decoder/demuxer.h"
#include "decoder/extent.h"

namespace mobilscan::decoder {
namespace {

using core::ErrorCode;

// VP8 stores reference frames that are never shown as packets of their own (RFC 6386, 9.1:
// show_frame is bit 4 of the frame tag); other codecs pack them with the next shown frame.
bool is_hidden(const AVPacket& packet, AVCodecID codec) {
    if (packet.size == 0 || (packet.flags & AV_PKT_FLAG_DISCARD) != 0) {
        return true;  // nothing inside, or cut away by an edit list
    }
    return codec == AV_CODEC_ID_VP8 && (packet.data[0] & 0x10) == 0;
}

RawPacket describe(const AVPacket& packet, AVCodecID codec) {
    static_assert(AV_NOPTS_VALUE == no_time);
    RawPacket raw;
    raw.pts = packet.pts;
    raw.dts = packet.dts;
    raw.position = packet.pos;
    raw.duration = packet.duration;
    raw.bytes = static_cast<std::uint32_t>(packet.size);
    raw.key = (packet.flags & AV_PKT_FLAG_KEY) != 0;
    raw.shown = !is_hidden(packet, codec);
    return raw;
}

struct PacketList {
    std::vector<RawPacket> packets;
    bool cut_off = false;  // the list stops before the container does
};

Result<PacketList> list_packets(Demuxer& demuxer, const std::function<void()>& alive) {
    PacketList list;
    const LibavPtr<AVPacket> packet = new_packet();
    for (;;) {
        switch (demuxer.read(*packet)) {
            case Demuxer::Outcome::packet:
                break;
            case Demuxer::Outcome::end:
                return list;
            case Demuxer::Outcome::broken:
                list.cut_off = true;
                return list;
            case Demuxer::Outcome::deadline:
                return failure(ErrorCode::over_budget, "listing the video's frames took too long");
            case Demuxer::Outcome::out_of_memory:
                return failure(ErrorCode::decoder_out_of_memory,
                               "out of memory while listing the video's frames");
        }
        if (static_cast<std::int64_t>(list.packets.size()) >= limits::packets_max) {
            return failure(ErrorCode::over_budget, "the video holds too many frames");
        }
        list.packets.push_back(describe(*packet, demuxer.codec().id));
        list.cut_off = (packet->flags & AV_PKT_FLAG_CORRUPT) != 0;
        alive();
    }
}

bool ends_early(const Demuxer& demuxer, int file) {
    const std::int64_t size = file_size(file);
    return demuxer.index_reaches_behind(size) ||
           ends_early(demuxer.container(), size,
                      [file](std::int64_t position, std::uint8_t* buffer, std::size_t bytes) {
                          return read_at(file, position, buffer, bytes);
                      });
}

}  // namespace

Result<SurveyedVideo> survey_video(int file, Clock::time_point deadline,
                                   const std::function<void()>& alive) {
    auto demuxer = Demuxer::open(file, deadline);
    if (!demuxer) {
        return failure(demuxer.error());
    }
    auto list = list_packets(*demuxer, alive);
    if (!list) {
        return failure(list.error());
    }
    if (std::none_of(list->packets.begin(), list->packets.end(),
                     [](const RawPacket& packet) { return packet.shown; })) {
        return failure(ErrorCode::corrupt_media, "the video holds no frame");
    }
    TimelineSettings settings;
    settings.base = demuxer->time_base();
    settings.usual_frame_us = demuxer->usual_frame_us();
    settings.times_are_guessed =
        demuxer->container() == Container::avi && demuxer->codec().reorders;
    Timeline timeline = make_timeline(list->packets, settings);
    if (timeline.duration_us > limits::duration_seconds_max * 1'000'000) {
        return failure(ErrorCode::over_budget,
                       "the video lasts longer than " +
                           std::to_string(limits::duration_seconds_max / 3600) + " hours");
    }

    SurveyedVideo video;
    video.survey.container = name_of(demuxer->container());
    video.survey.codec = demuxer->codec().name;
    video.survey.width = demuxer->parameters().width;
    video.survey.height = demuxer->parameters().height;
    video.survey.orientation = demuxer->orientation();
    video.survey.duration_us = timeline.duration_us;
    video.survey.truncated = list->cut_off || ends_early(*demuxer, file);
    video.survey.packets = std::move(timeline.frames);
    video.packets = std::move(list->packets);
    video.number = std::move(timeline.number);
    video.numbered_by_output = timeline.numbered_by_output;
    return video;
}

}  // namespace mobilscan::decoder
