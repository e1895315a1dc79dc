// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/CborHead.h"

namespace prohori {

namespace {

constexpr int kMajorShift = 5;
constexpr int kShortArguments = 24;
constexpr int kLastWidth = 27;

}  // namespace

CborHead CborHead::longAt(QByteArrayView bytes, qsizetype at)
{
    if (at < 0 || at >= bytes.size())
        return {};
    const auto first = static_cast<quint8>(bytes[at]);
    const int low = first & 0x1f;
    const int width = low <= kLastWidth ? 1 << (low - kShortArguments) : 0;
    if (width == 0 || bytes.size() - at - 1 < width)
        return {};
    quint64 argument = 0;
    for (int i = 1; i <= width; ++i)
        argument = argument << 8 | static_cast<quint8>(bytes[at + i]);
    return {first >> kMajorShift, argument, at + 1 + width};
}

qsizetype CborHead::endOf(QByteArrayView bytes, qsizetype at, int depth)
{
    const CborHead head = CborHead::at(bytes, at);
    if (!head.isGood() || depth > kMaxDepth)
        return -1;
    const auto left = static_cast<quint64>(bytes.size() - head.end);
    if (head.major == Bytes || head.major == Text)
        return head.argument <= left ? head.end + static_cast<qsizetype>(head.argument) : -1;
    if (head.major != Array && head.major != Map)
        return head.end;
    if (head.argument > left)
        return -1;
    const quint64 values = head.major == Map ? head.argument * 2 : head.argument;
    qsizetype next = head.end;
    for (quint64 i = 0; i < values && next >= 0; ++i)
        next = endOf(bytes, next, depth + 1);
    return next;
}

void CborHead::append(QByteArray& out, int major, quint64 argument)
{
    const int first = major << kMajorShift;
    if (argument < kShortArguments) {
        out.append(static_cast<char>(first | static_cast<int>(argument)));
        return;
    }
    const int power = argument <= 0xff ? 0 : argument <= 0xffff ? 1 : argument <= 0xffffffff ? 2 : 3;
    out.append(static_cast<char>(first | (kShortArguments + power)));
    for (int shift = (8 << power) - 8; shift >= 0; shift -= 8)
        out.append(static_cast<char>(argument >> shift));
}

}  // namespace prohori
