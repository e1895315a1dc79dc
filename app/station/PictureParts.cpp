// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/PictureParts.h"

#include <QSet>
#include <QtEndian>

#include <limits>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr quint8 kMarker = 0xff;
constexpr quint8 kEndOfImage = 0xd9;
constexpr quint8 kStartOfScan = 0xda;
constexpr quint8 kExif = 0xe1;
constexpr quint8 kComment = 0xfe;
constexpr qsizetype kPngSignature = 8;
constexpr qsizetype kChunkFrame = 12;  // length, name, checksum
constexpr qsizetype kPngHeader = 13;

Error damaged(const QString& why)
{
    return {ErrorCode::Invalid, u"the picture is damaged: %1"_s.arg(why), u"damaged"_s};
}

Error somethingBehind()
{
    return {ErrorCode::Invalid, u"something stands behind the end of the picture"_s, u"double"_s};
}

quint8 byteAt(const QByteArray& bytes, qsizetype at)
{
    return quint8(bytes[at]);
}

template <typename Number>
Number numberAt(const QByteArray& bytes, qsizetype at)
{
    return qFromBigEndian<Number>(bytes.constData() + at);
}

/// Says how the picture is drawn, and nothing about its making.
bool isNeeded(quint8 marker, const QByteArray& body)
{
    constexpr quint8 kFirstApp = 0xe0;
    constexpr quint8 kLastApp = 0xef;
    if (marker == kComment)
        return false;
    if (marker < kFirstApp || marker > kLastApp)
        return true;
    switch (marker - kFirstApp) {
    case 0: return body.startsWith(QByteArray("JFIF\0", 5));
    case 2: return body.startsWith(QByteArray("ICC_PROFILE\0", 12));
    case 14: return body.startsWith("Adobe");
    default: return false;
    }
}

/// Which way up the picture was taken (2 to 8), from an EXIF part; 0 where it says nothing of that.
quint16 turnOf(const QByteArray& body)
{
    constexpr qsizetype kTiff = 6;
    constexpr qsizetype kEntry = 12;
    constexpr quint16 kOrientation = 0x0112;
    constexpr quint16 kShort = 3;
    if (!body.startsWith(QByteArray("Exif\0\0", kTiff)) || body.size() < kTiff + 10)
        return 0;
    const bool isLittle = body[kTiff] == 'I';
    const auto number16 = [&](qsizetype at) {
        return isLittle ? qFromLittleEndian<quint16>(body.constData() + at) : numberAt<quint16>(body, at);
    };
    const auto number32 = [&](qsizetype at) {
        return isLittle ? qFromLittleEndian<quint32>(body.constData() + at) : numberAt<quint32>(body, at);
    };
    const qsizetype table = kTiff + qsizetype(number32(kTiff + 4));
    const int count = table + 2 <= body.size() ? number16(table) : 0;
    for (int entry = 0; entry < count; ++entry) {
        const qsizetype at = table + 2 + entry * kEntry;
        if (at + kEntry > body.size())
            return 0;
        const quint16 turn = number16(at + 8);
        if (number16(at) == kOrientation && number16(at + 2) == kShort)
            return turn >= 2 && turn <= 8 ? turn : quint16(0);
    }
    return 0;
}

/// An EXIF part that says which way up, and nothing else.
QByteArray turnSegment(quint16 turn)
{
    QByteArray segment("\xff\xe1\x00\x22"
                       "Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01",
                       28);
    segment += QByteArray("\0\0\0\0\0\0\0\0", 8);
    segment[29] = char(turn);
    return segment;
}

bool isFrame(quint8 marker)
{
    // 0xC4, 0xC8 and 0xCC are tables.
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

/// From the first byte behind a start of scan to the marker that ends the coded data.
qsizetype endOfScan(const QByteArray& content, qsizetype at)
{
    for (; at + 1 < content.size(); ++at) {
        if (byteAt(content, at) != kMarker)
            continue;
        const quint8 next = byteAt(content, at + 1);
        const bool isData = next == 0 || (next >= 0xd0 && next <= 0xd7);  // a stuffed byte, a restart
        if (!isData && next != kMarker)
            return at;
    }
    return -1;
}

/// Reads one marker segment; false at the end of the image.
struct JpegWalk {
    const QByteArray& content;
    PictureParts parts;
    qsizetype at = 2;
    bool scanned = false;
    bool turned = false;

    Result<bool> step()
    {
        if (at + 2 > content.size() || byteAt(content, at) != kMarker)
            return damaged(u"a part does not begin where it should"_s);
        const quint8 marker = byteAt(content, at + 1);
        if (marker == kMarker) {  // filling
            ++at;
            return true;
        }
        if (marker == kEndOfImage) {
            parts.content += content.mid(at, 2);
            at += 2;
            return false;
        }
        if (at + 4 > content.size())
            return damaged(u"it ends early"_s);
        const qsizetype length = numberAt<quint16>(content, at + 2);
        if (length < 2 || at + 2 + length > content.size())
            return damaged(u"a part is longer than the file"_s);
        return segment(marker, length);
    }

    Result<bool> segment(quint8 marker, qsizetype length)
    {
        if (isFrame(marker)) {
            if (length < 7 || parts.width != 0)
                return damaged(u"its size is not told once"_s);
            parts.height = numberAt<quint16>(content, at + 5);
            parts.width = numberAt<quint16>(content, at + 7);
        }
        const bool needed = isNeeded(marker, content.mid(at + 4, length - 2));
        const quint16 turn =
            marker == kExif && !turned ? turnOf(content.mid(at + 4, length - 2)) : quint16(0);
        if (turn != 0)
            parts.content += turnSegment(turn);
        turned |= turn != 0;
        parts.cleaned |= !needed && (turn == 0 || turnSegment(turn) != content.mid(at, length + 2));
        qsizetype end = at + 2 + length;
        if (marker == kStartOfScan) {
            scanned = true;
            end = endOfScan(content, end);
            if (end < 0)
                return damaged(u"it has no end"_s);
        }
        if (needed)
            parts.content += content.mid(at, end - at);
        at = end;
        return true;
    }
};

bool isChunkNeeded(const QByteArray& name)
{
    static const QSet<QByteArray> kNeeded{"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM",
                                          "sRGB", "iCCP", "sBIT", "pHYs", "bKGD", "hIST"};
    return kNeeded.contains(name);
}

}  // namespace

Result<PictureParts> cleanJpeg(const QByteArray& content)
{
    JpegWalk walk{content, {}, 2, false, false};
    walk.parts.content = content.left(2);
    while (true) {
        const auto goesOn = walk.step();
        if (!goesOn)
            return goesOn.error();
        if (!*goesOn)
            break;
    }
    if (walk.at != content.size())
        return somethingBehind();
    if (!walk.scanned || walk.parts.width == 0 || walk.parts.height == 0)
        return damaged(u"it holds no picture"_s);
    return walk.parts;
}

Result<PictureParts> cleanPng(const QByteArray& content)
{
    PictureParts parts;
    parts.content = content.left(kPngSignature);
    qsizetype at = kPngSignature;
    bool hasData = false;
    QByteArray name;
    while (name != "IEND") {
        if (at + kChunkFrame > content.size())
            return damaged(u"it ends early"_s);
        const qint64 length = numberAt<quint32>(content, at);
        name = content.mid(at + 4, 4);
        if (length > std::numeric_limits<qint32>::max() || at + kChunkFrame + length > content.size())
            return damaged(u"a part is longer than the file"_s);
        const bool isFirst = at == kPngSignature;
        if (isFirst != (name == "IHDR") || (isFirst && length != kPngHeader))
            return damaged(u"its size is not told once"_s);
        if (isFirst) {
            const quint32 width = numberAt<quint32>(content, at + 8);
            const quint32 height = numberAt<quint32>(content, at + 12);
            if (width == 0 || height == 0 || width > quint32(std::numeric_limits<int>::max())
                || height > quint32(std::numeric_limits<int>::max()))
                return damaged(u"its size is none"_s);
            parts.width = int(width);
            parts.height = int(height);
        }
        hasData |= name == "IDAT";
        const bool needed = isChunkNeeded(name);
        // A chunk that has to be understood and is not known cannot be left out, and not be trusted either.
        if (!needed && !name.isEmpty() && (name[0] & 0x20) == 0)
            return damaged(u"it has a part that nobody knows"_s);
        parts.cleaned |= !needed;
        if (needed)
            parts.content += content.mid(at, kChunkFrame + length);
        at += kChunkFrame + length;
    }
    if (at != content.size())
        return somethingBehind();
    if (!hasData)
        return damaged(u"it holds no picture"_s);
    return parts;
}

}  // namespace prohori
