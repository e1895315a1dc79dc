// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <compare>
#include <utility>
#include <variant>
#include <vector>

namespace prohori {

/// What a decoder may be asked to hold. Checked before memory is taken.
struct CborLimits {
    qsizetype maxBytes = 8 * 1024 * 1024;
    int maxDepth = 16;
    qsizetype maxValues = 1'000'000;  ///< all values together: a byte of input may cost 40 of memory
};

/** One value of the canonical CBOR subset in which everything signed or sent is written.

    The subset of RFC 8949 section 4.2.1: shortest integers, definite lengths, map keys unique and sorted by
    their encoded bytes, no floats, no tags, simple values only false, true, null. Text is valid UTF-8.
    So a value has exactly one encoding, and decode() refuses every other one: decode, then encode gives
    the same bytes.

    Maps keep their entries sorted at all times; `set` and `[]` are O(n) and O(log n). Integers are 64-bit
    signed; larger ones are refused as Invalid. Half a surrogate pair cannot be written as UTF-8: it becomes
    U+FFFD as soon as the text is taken in. Values are cheap to move and deep to copy.
*/
class Cbor {
public:
    using Array = std::vector<Cbor>;
    using Entry = std::pair<Cbor, Cbor>;
    using Map = std::vector<Entry>;

    Cbor() = default;  ///< null
    Cbor(bool value) : m_value(value) {}
    Cbor(int value) : m_value(qint64(value)) {}
    Cbor(unsigned value) : m_value(qint64(value)) {}
    Cbor(qint64 value) : m_value(value) {}
    Cbor(quint64 value);  ///< at most 2^63 - 1
    Cbor(QByteArray value) : m_value(std::move(value)) {}
    Cbor(QString value);
    Cbor(Array value) : m_value(std::move(value)) {}
    Cbor(const char*) = delete;

    /// An empty map; fill it with set().
    static Cbor map();
    /// A map from entries in any order. Of equal keys the last one stays.
    static Cbor map(std::initializer_list<Entry> entries);

    bool isNull() const { return std::holds_alternative<std::monostate>(m_value); }
    bool isBool() const { return std::holds_alternative<bool>(m_value); }
    bool isInt() const { return std::holds_alternative<qint64>(m_value); }
    bool isBytes() const { return std::holds_alternative<QByteArray>(m_value); }
    bool isText() const { return std::holds_alternative<QString>(m_value); }
    bool isArray() const { return std::holds_alternative<Array>(m_value); }
    bool isMap() const { return std::holds_alternative<Map>(m_value); }

    /// The value, or what the argument says when it is of another kind.
    bool toBool(bool otherwise = false) const;
    qint64 toInt(qint64 otherwise = 0) const;
    const QByteArray& toBytes() const&;  ///< no bytes when it is of another kind
    QByteArray toBytes() && { return std::as_const(*this).toBytes(); }
    const QString& toText() const&;
    QString toText() && { return std::as_const(*this).toText(); }
    const Array& toArray() const;  ///< an empty array when it is none
    const Map& entries() const;    ///< an empty list when it is no map

    /// The value under `key`, or a null value; also null when this is no map.
    const Cbor& operator[](const Cbor& key) const;
    bool contains(const Cbor& key) const;
    /// Adds or replaces. On a value that is no map: makes it one.
    void set(Cbor key, Cbor value);
    /// Appends. On a value that is no array: makes it one.
    void append(Cbor value);

    bool operator==(const Cbor& other) const = default;

    /// The only encoding of this value.
    QByteArray encode() const;

    /// Fails with Invalid on anything but exactly one canonical value within `limits`.
    static Result<Cbor> decode(const QByteArray& bytes, const CborLimits& limits = {});

    /// Diagnostic notation (RFC 8949 section 8), for tests and the protocol page; bytes as h'…'.
    QString diagnostic() const;

private:
    friend class CborReader;
    explicit Cbor(Map sorted) : m_value(std::move(sorted)) {}

    std::variant<std::monostate, bool, qint64, QByteArray, QString, Array, Map> m_value;
};

/** Writes values one after the other without building them first. The caller sees to it that arrays and maps get as many
    values as they were begun with, and that the keys of a map come in their order.
*/
class CborWriter {
public:
    void null();
    void flag(bool value);
    void integer(qint64 value);
    void bytes(QByteArrayView value);
    void text(const QString& value);
    void array(std::size_t count);
    void map(std::size_t count);
    void value(const Cbor& value);
    /// What another writer wrote, never a view of this one.
    void encoded(QByteArrayView values);

    void reserve(qsizetype bytes);
    bool isEmpty() const { return m_size == 0; }
    QByteArrayView view() const { return QByteArrayView(m_out).first(m_size); }  ///< until the next value
    /// What was written, without a copy, of a writer that is not used any more.
    QByteArray taken() &&;
    void clear() { m_size = 0; }

private:
    void head(int major, quint64 argument);
    char* roomFor(qsizetype size);
    void put(const char* bytes, qsizetype size);

    /// Longer than what is written: a change has hundreds of values, and to make room for each costs more than they do.
    QByteArray m_out;
    qsizetype m_size = 0;  ///< what is written of it
};

}  // namespace prohori
