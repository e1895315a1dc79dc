// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/ChangeSieve.h"

#include "core/base/RowChain.h"
#include "core/cases/CborHead.h"

#include <algorithm>
#include <cstring>

namespace prohori {

namespace {

constexpr quint64 kRowsKey = 13;
constexpr qsizetype kRowBytes = RowId::kSize;
constexpr qsizetype kRowTextSize = 36;
constexpr quint64 kMostRows = 65'536;
constexpr qsizetype kUsualAside = 1024;  ///< signature, boxes and tags of a case

quint64 firstOf(QByteArrayView bytes)
{
    quint64 first = 0;
    std::memcpy(&first, bytes.data(), sizeof first);
    return first;
}

bool isRowsKey(const CborHead& head)
{
    return head.isGood() && head.major == CborHead::Number && head.argument == kRowsKey;
}

RowId rowAt(QByteArrayView rows, qsizetype place)
{
    return RowId::fromBytes(rows.sliced(place * kRowBytes, kRowBytes).toByteArray());
}

/// Whether the rows of a table follow each other, each the one after the one before.
bool isChain(QByteArrayView rows)
{
    if (rows.size() % kRowBytes != 0 || rows.size() < 2 * kRowBytes)
        return false;
    for (qsizetype at = 1; at < rows.size() / kRowBytes; ++at) {
        if (rowAt(rows, at) != rowAfter(rowAt(rows, at - 1)))
            return false;
    }
    return true;
}

int hexDigit(char letter)
{
    if (letter >= '0' && letter <= '9')
        return letter - '0';
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

/// The 16 bytes that a text spells as rows are spelled (8-4-4-4-12, small letters); nothing for another text.
std::optional<QByteArray> spelledRow(QByteArrayView text)
{
    QByteArray bytes(kRowBytes, Qt::Uninitialized);
    qsizetype done = 0;
    for (qsizetype at = 0; at < text.size();) {
        if (at == 8 || at == 13 || at == 18 || at == 23) {
            if (text[at++] != '-')
                return {};
            continue;
        }
        const int high = hexDigit(text[at]);
        const int low = hexDigit(text[at + 1]);
        if (high < 0 || low < 0)
            return {};
        bytes[done++] = static_cast<char>(high << 4 | low);
        at += 2;
    }
    return bytes;
}

}  // namespace

/// One change on its way through the sieve.
struct ChangeSieve::Passage {
    QByteArray made;
    QByteArray rows;              ///< the row table, as soon as it was passed
    QByteArray* aside = nullptr;  ///< into which is sifted …
    QByteArrayView given;         ///< … or from which is restored
    qsizetype at = 0, limit = 0;

    QByteArrayView run;  ///< of what passes as it is: to be put at the end of `made`

    void flush()
    {
        made.append(run);
        run = {};
    }
    /// Of the bytes that are walked over. Most values pass one after the other: they are put together.
    bool pass(QByteArrayView bytes)
    {
        if (bytes.size() > limit - made.size() - run.size())
            return false;
        if (run.isEmpty() || run.end() != bytes.begin()) {
            flush();
            run = bytes;
        } else {
            run = QByteArrayView(run.data(), run.size() + bytes.size());
        }
        return true;
    }
    bool put(QByteArrayView bytes)
    {
        flush();
        if (bytes.size() > limit - made.size())
            return false;
        made.append(bytes);
        return true;
    }
    bool putHead(int major, quint64 argument)
    {
        flush();
        CborHead::append(made, major, argument);
        return made.size() <= limit;
    }
    std::optional<QByteArrayView> take(quint64 size)
    {
        if (size > static_cast<quint64>(given.size() - at))
            return {};
        const QByteArrayView taken = given.sliced(at, static_cast<qsizetype>(size));
        at += taken.size();
        return taken;
    }
};

void ChangeSieve::number(QByteArrayView bytes)
{
    m_numbers.insert(firstOf(bytes), static_cast<qsizetype>(m_spans.size()));
    m_spans.push_back({m_text.size(), bytes.size()});
    m_text.append(bytes);
}

void ChangeSieve::know(QByteArrayView bytes)
{
    if (bytes.size() >= kLeast)
        number(bytes);
}

void ChangeSieve::numberRows(QByteArrayView rows)
{
    if (rows.size() % kRowBytes != 0 || rows.size() < 2 * kRowBytes)
        return;
    for (qsizetype at = 0; at < rows.size(); at += kRowBytes)
        number(rows.sliced(at, kRowBytes));
}

QByteArrayView ChangeSieve::numbered(qsizetype number) const
{
    const Span& span = m_spans[static_cast<std::size_t>(number)];
    return QByteArrayView(m_text).sliced(span.at, span.size);
}

std::optional<qsizetype> ChangeSieve::numberOf(QByteArrayView bytes) const
{
    const auto found = m_numbers.constFind(firstOf(bytes));
    if (found == m_numbers.constEnd() || numbered(*found) != bytes)
        return {};
    return *found;
}

QByteArray ChangeSieve::sift(QByteArrayView map, QByteArray& aside)
{
    Passage out;
    out.aside = &aside;
    out.limit = map.size();
    out.made.reserve(map.size());
    [[maybe_unused]] const qsizetype end = siftValue(map, 0, 0, out);
    Q_ASSERT_X(end == map.size(), "sift", "a change is whole");
    out.flush();
    return out.made;
}

/// Where the value at `at` ends, and what remains of it appended.
qsizetype ChangeSieve::siftValue(QByteArrayView map, qsizetype at, int depth, Passage& out)
{
    const CborHead head = CborHead::at(map, at);
    const auto size = static_cast<qsizetype>(head.argument);
    if (head.major == CborHead::Bytes && size >= kLeast)
        return head.end + siftBytes(map.sliced(head.end, size), out);
    if (head.major == CborHead::Text && size == kRowTextSize) {
        const auto row = spelledRow(map.sliced(head.end, size));
        for (qsizetype place = 0; row && place < out.rows.size(); place += kRowBytes) {
            if (QByteArrayView(out.rows).sliced(place, kRowBytes) != *row)
                continue;
            (void)out.putHead(CborHead::Tag, static_cast<quint64>(place / kRowBytes) * 2);
            return head.end + size;
        }
    }
    const bool hasBytes = head.major == CborHead::Bytes || head.major == CborHead::Text;
    const qsizetype through = hasBytes ? head.end + size : head.end;
    (void)out.pass(map.sliced(at, through - at));
    const bool isMap = head.major == CborHead::Map;
    qsizetype next = through;
    for (qsizetype left = isMap || head.major == CborHead::Array ? size : 0; left > 0; --left) {
        if (isMap) {
            const bool isRows = depth == 0 && isRowsKey(CborHead::at(map, next));
            next = siftValue(map, next, depth + 1, out);
            next = isRows ? siftRows(map, next, out) : siftValue(map, next, depth + 1, out);
        } else {
            next = siftValue(map, next, depth + 1, out);
        }
    }
    return next;
}

qsizetype ChangeSieve::siftBytes(QByteArrayView value, Passage& out)
{
    if (const auto known = numberOf(value)) {
        (void)out.putHead(CborHead::Tag, static_cast<quint64>(*known) * 2 + 1);
        return value.size();
    }
    (void)out.putHead(CborHead::Bytes, static_cast<quint64>(value.size()));
    out.aside->append(value);
    number(value);
    return value.size();
}

qsizetype ChangeSieve::siftRows(QByteArrayView map, qsizetype at, Passage& out)
{
    const CborHead head = CborHead::at(map, at);
    if (head.major != CborHead::Bytes)
        return siftValue(map, at, 1, out);
    const QByteArrayView rows = map.sliced(head.end, static_cast<qsizetype>(head.argument));
    out.rows = rows.size() % kRowBytes == 0 ? rows.toByteArray() : QByteArray();
    if (isChain(rows)) {
        (void)out.putHead(CborHead::Number, static_cast<quint64>(rows.size() / kRowBytes));
        out.aside->append(rows.first(kRowBytes));
    } else {
        (void)siftValue(map, at, 1, out);
    }
    numberRows(rows);
    return head.end + rows.size();
}

std::optional<QByteArray> ChangeSieve::restore(QByteArrayView sifted, QByteArrayView aside, qsizetype& at,
                                               qsizetype limit)
{
    Passage out;
    out.given = aside;
    out.at = at;
    out.limit = limit;
    out.made.reserve(std::min(limit, 2 * sifted.size() + kUsualAside));
    if (restoreValue(sifted, 0, 0, out) != sifted.size())
        return {};
    at = out.at;
    out.flush();
    return out.made;
}

/// Where the value at `at` ends, and the whole of it appended; -1 when something does not fit.
qsizetype ChangeSieve::restoreValue(QByteArrayView sifted, qsizetype at, int depth, Passage& out)
{
    const CborHead head = CborHead::at(sifted, at);
    if (!head.isGood() || depth > CborHead::kMaxDepth)
        return -1;
    if (head.major == CborHead::Tag)
        return restoreTag(head.argument, out) ? head.end : -1;
    if (head.major == CborHead::Bytes && head.argument >= quint64(kLeast)) {
        const auto bytes = out.take(head.argument);
        if (!bytes || !out.putHead(CborHead::Bytes, head.argument) || !out.put(*bytes))
            return -1;
        number(*bytes);
        return head.end;
    }
    const auto left = static_cast<quint64>(sifted.size() - head.end);
    const bool hasBytes = head.major == CborHead::Bytes || head.major == CborHead::Text;
    const bool isMap = head.major == CborHead::Map;
    if ((hasBytes || isMap || head.major == CborHead::Array) && head.argument > left)
        return -1;
    const qsizetype through = hasBytes ? head.end + static_cast<qsizetype>(head.argument) : head.end;
    if (!out.pass(sifted.sliced(at, through - at)))
        return -1;
    qsizetype next = through;
    for (quint64 i = isMap || head.major == CborHead::Array ? head.argument : 0; i > 0 && next >= 0; --i) {
        if (isMap) {
            const bool isRows = depth == 0 && isRowsKey(CborHead::at(sifted, next));
            next = restoreValue(sifted, next, depth + 1, out);
            if (next < 0)
                return -1;
            next = isRows ? restoreRows(sifted, next, out) : restoreValue(sifted, next, depth + 1, out);
        } else {
            next = restoreValue(sifted, next, depth + 1, out);
        }
    }
    return next;
}

bool ChangeSieve::restoreTag(quint64 argument, Passage& out) const
{
    const quint64 at = argument / 2;
    if (argument % 2 == 1) {
        if (at >= m_spans.size())
            return false;
        const QByteArrayView bytes = numbered(static_cast<qsizetype>(at));
        return out.putHead(CborHead::Bytes, static_cast<quint64>(bytes.size())) && out.put(bytes);
    }
    if (at >= static_cast<quint64>(out.rows.size() / kRowBytes))
        return false;
    const QByteArray text = rowAt(out.rows, static_cast<qsizetype>(at)).toString().toLatin1();
    return out.putHead(CborHead::Text, static_cast<quint64>(text.size())) && out.put(text);
}

qsizetype ChangeSieve::restoreRows(QByteArrayView sifted, qsizetype at, Passage& out)
{
    const CborHead head = CborHead::at(sifted, at);
    QByteArray rows;
    qsizetype end = head.end;
    if (head.isGood() && head.major == CborHead::Number) {
        const auto first = out.take(kRowBytes);
        if (!first || head.argument < 2 || head.argument > kMostRows)
            return -1;
        rows = first->toByteArray();
        while (rows.size() < static_cast<qsizetype>(head.argument) * kRowBytes)
            rows.append(rowAfter(rowAt(rows, rows.size() / kRowBytes - 1)).toBytes());
        if (!out.putHead(CborHead::Bytes, static_cast<quint64>(rows.size())) || !out.put(rows))
            return -1;
    } else {
        out.flush();
        const qsizetype begin = out.made.size();
        end = restoreValue(sifted, at, 1, out);
        out.flush();
        const CborHead whole = end < 0 ? CborHead() : CborHead::at(out.made, begin);
        if (whole.isGood() && whole.major == CborHead::Bytes)
            rows = out.made.sliced(whole.end);
    }
    if (end < 0)
        return -1;
    out.rows = rows.size() % kRowBytes == 0 ? rows : QByteArray();
    numberRows(rows);
    return end;
}

}  // namespace prohori
