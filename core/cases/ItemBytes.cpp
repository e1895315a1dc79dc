// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/ItemBytes.h"

#include <QStringDecoder>

#include <algorithm>

namespace prohori {

namespace {

constexpr qint64 kMaxStep = qint64(1) << 40;

}  // namespace

quint64 ItemBytes::number(quint64 most)
{
    const CborHead head = enter();
    check(head.major == CborHead::Number && head.argument <= most);
    return head.argument;
}

qint64 ItemBytes::step()
{
    const CborHead head = enter();
    check((head.major == CborHead::Number || head.major == CborHead::Negative)
          && head.argument < quint64(kMaxStep));
    if (!m_good)
        return 0;
    return head.major == CborHead::Negative ? -1 - qint64(head.argument) : qint64(head.argument);
}

/// A row by its place. As encodeItems() enters them when they are first spoken of, a new one has the next place.
RowId ItemBytes::row(bool& isNull)
{
    const CborHead head = enter();
    isNull = head.major == CborHead::Simple && head.argument == kNull;
    if (isNull || !m_good)
        return {};
    check(head.major == CborHead::Number && head.argument <= quint64(m_spokenOf)
          && head.argument < quint64(m_rowTable.size() / RowId::kSize));
    if (!m_good)
        return {};
    const auto place = qsizetype(head.argument);
    m_spokenOf = std::max(m_spokenOf, place + 1);
    return RowId::fromBytes(
        QByteArray::fromRawData(m_rowTable.constData() + place * RowId::kSize, RowId::kSize));
}

QString ItemBytes::text(const CborHead& head, quint64 most, Wanted wanted)
{
    check(head.argument <= std::min(most, quint64(m_bytes.size() - m_at)));
    if (!m_good)
        return {};
    const QByteArrayView raw = m_bytes.sliced(m_at, qsizetype(head.argument));
    m_at += raw.size();
    if (std::all_of(raw.begin(), raw.end(), [](char c) { return static_cast<quint8>(c) < 0x80; }))
        return wanted == Wanted::Yes ? QString::fromLatin1(raw) : QString();
    QStringDecoder decoder(QStringDecoder::Utf8,
                           QStringDecoder::Flag::Stateless | QStringDecoder::Flag::ConvertInitialBom);
    QString read = decoder(raw);
    check(!decoder.hasError() && read.toUtf8() == raw);
    return wanted == Wanted::Yes ? read : QString();
}

QByteArray ItemBytes::tag(const CborHead& head, Wanted wanted)
{
    check(head.major == CborHead::Bytes && head.argument == quint64(FieldValue::kTagBytes)
          && FieldValue::kTagBytes <= m_bytes.size() - m_at);
    if (!m_good)
        return {};
    const QByteArrayView raw = m_bytes.sliced(m_at, FieldValue::kTagBytes);
    m_at += FieldValue::kTagBytes;
    return wanted == Wanted::Yes ? raw.toByteArray() : QByteArray();
}

}  // namespace prohori
