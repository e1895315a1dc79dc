// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/Change.h"

#include <algorithm>
#include <array>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array kMissingNames{"none"_L1, "unknown"_L1, "refused"_L1, "not_asked"_L1,
                                   "not_applicable"_L1};
constexpr char16_t kBanglaZero = 0x09e6;
constexpr char16_t kZeroWidthNonJoiner = 0x200c;
constexpr char16_t kZeroWidthJoiner = 0x200d;

/// Most answers are codes, numbers and dates: they are canonical as they stand.
bool isPlainAscii(const QString& text)
{
    bool spaceBefore = true;  // a leading space counts as a doubled one
    for (const QChar c : text) {
        if (c.unicode() < 0x20 || c.unicode() >= 0x7f)
            return false;
        const bool space = c == u' ';
        if (space && spaceBefore)
            return false;
        spaceBefore = space;
    }
    return text.isEmpty() || !spaceBefore;
}

/// Whether nothing is left of it in its canonical form. Any letter, digit or sign of ASCII is.
bool isBlankText(const QString& text)
{
    const bool hasSign = std::any_of(text.begin(), text.end(),
                                     [](QChar c) { return c.unicode() > 0x20 && c.unicode() < 0x7f; });
    return !hasSign && canonicalText(text).isEmpty();
}

}  // namespace

constinit const Cbor FieldValue::kNothing;

QString missingReasonName(MissingReason reason)
{
    const auto at = static_cast<std::size_t>(reason);
    return at < kMissingNames.size() ? QString(kMissingNames[at]) : u"none"_s;
}

std::optional<MissingReason> missingReasonFromName(const QString& name)
{
    for (std::size_t i = 1; i < kMissingNames.size(); ++i) {
        if (kMissingNames[i] == name)
            return static_cast<MissingReason>(i);
    }
    return std::nullopt;
}

QByteArray FieldKey::bytes() const
{
    const Cbor rowId = row.isNull() ? Cbor() : Cbor(row.toBytes());
    return Cbor(Cbor::Array{Cbor(group), rowId, Cbor(field)}).encode();
}

size_t qHash(const FieldKey& key, size_t seed)
{
    return qHashMulti(seed, key.group, key.row, key.field);
}

QString canonicalText(const QString& text)
{
    if (isPlainAscii(text))
        return text;
    QString folded;
    folded.reserve(text.size());
    for (const QChar c : text) {
        const char16_t unit = c.unicode();
        if (unit == kZeroWidthJoiner || unit == kZeroWidthNonJoiner)
            continue;
        const bool digit = unit >= kBanglaZero && unit < kBanglaZero + 10;
        folded.append(digit ? QChar(static_cast<char16_t>(u'0' + (unit - kBanglaZero))) : c);
    }
    // The Unicode version is pinned: a later library must not fold the same change to other bytes.
    return folded.normalized(QString::NormalizationForm_C, QChar::Unicode_13_0).simplified();
}

FieldValue FieldValue::plain(const Cbor& scalar)
{
    Q_ASSERT_X(scalar.isNull() || scalar.isText() || scalar.isInt() || scalar.isBool(), "FieldValue",
               "no scalar");
    FieldValue value;
    value.m_shown = scalar;
    return value;
}

FieldValue FieldValue::missing(MissingReason reason)
{
    FieldValue value;
    value.m_missing = reason;
    return value;
}

FieldValue FieldValue::sealed(quint8 tier, const QByteArray& tag)
{
    FieldValue value;
    value.m_tier = tier;
    value.m_shown = Cbor(tag);
    return value;
}

bool FieldValue::isBlank() const
{
    if (isSealed() || m_missing != MissingReason::None)
        return false;
    return m_shown.isNull() || (m_shown.isText() && isBlankText(m_shown.toText()));
}

Cbor FieldValue::canonical() const
{
    if (!m_shown.isText())
        return toCbor();
    const QString text = canonicalText(m_shown.toText());
    return text.isEmpty() ? Cbor() : Cbor(text);
}

Cbor FieldValue::toCbor() const
{
    if (isImplied())
        return Cbor(Cbor::Array{Cbor(-int(m_tier))});
    if (isSealed())
        return Cbor(Cbor::Array{Cbor(int(m_tier)), m_shown});
    if (m_missing != MissingReason::None)
        return Cbor(Cbor::Array{Cbor(int(m_missing))});
    return m_shown;
}

void FieldValue::write(CborWriter& out) const
{
    if (isImplied()) {
        out.array(1);
        out.integer(-int(m_tier));
    } else if (isSealed()) {
        out.array(2);
        out.integer(m_tier);
        out.bytes(tag());
    } else if (m_missing != MissingReason::None) {
        out.array(1);
        out.integer(int(m_missing));
    } else {
        out.value(m_shown);
    }
}

Result<FieldValue> FieldValue::fromCbor(const Cbor& value)
{
    if (value.isNull() || value.isBool() || value.isInt())
        return plain(value);
    if (value.isText()) {
        // UTF-8 is at most three bytes a UTF-16 unit, so short texts need no conversion to be measured.
        const QString text = value.toText();
        if (text.size() * 3 > Change::kMaxValueBytes && text.toUtf8().size() > Change::kMaxValueBytes)
            return Error{ErrorCode::Invalid,
                         u"a value is longer than %1 bytes"_s.arg(Change::kMaxValueBytes)};
        return plain(value);
    }
    const Cbor::Array& parts = value.toArray();
    if (parts.size() == 1 && parts[0].isInt()) {
        const qint64 reason = parts[0].toInt();
        if (reason == -1 || reason == -2)
            return impliedly(static_cast<quint8>(-reason));
        if (reason < 1 || reason > 255)
            return Error{ErrorCode::Invalid, u"a missing reason is out of range"_s};
        if (reason > qint64(MissingReason::NotApplicable))
            return Error{ErrorCode::TooNew, u"a missing reason of a later format"_s};
        return missing(static_cast<MissingReason>(reason));
    }
    if (parts.size() == 2 && parts[0].isInt() && parts[1].isBytes()) {
        const qint64 tier = parts[0].toInt();
        if (tier < 1 || tier > 255 || parts[1].toBytes().size() != FieldValue::kTagBytes)
            return Error{ErrorCode::Invalid, u"a sealed value has no proper tier or tag"_s};
        if (tier > 2)
            return Error{ErrorCode::TooNew, u"a sealed value of a tier of a later format"_s};
        return sealed(static_cast<quint8>(tier), parts[1].toBytes());
    }
    return Error{ErrorCode::Invalid, u"a value is neither a scalar, a reason nor a tag"_s};
}

}  // namespace prohori
