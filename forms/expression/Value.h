// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/expression/FormNode.h"

#include <QString>

#include <variant>
#include <vector>

namespace prohori {

class TimeZone;

using NodeSet = std::vector<const FormNode*>;

/** A value of forms.md 6.2: text, number, boolean or nodes in document order. There is no kind for dates.

    The conversions are V1 to V5. Those that read dates need the time zone of the device.
*/
class Value {
public:
    Value() : m_state(QString()) {}
    explicit Value(QString text) : m_state(std::move(text)) {}
    explicit Value(double number) : m_state(number) {}
    explicit Value(bool boolean) : m_state(boolean) {}
    explicit Value(NodeSet nodes) : m_state(std::move(nodes)) {}

    bool isText() const { return std::holds_alternative<QString>(m_state); }
    bool isNumber() const { return std::holds_alternative<double>(m_state); }
    bool isBoolean() const { return std::holds_alternative<bool>(m_state); }
    bool isNodes() const { return std::holds_alternative<NodeSet>(m_state); }
    const NodeSet& nodes() const { return std::get<NodeSet>(m_state); }

    QString toText() const;                       ///< V2, V3, V4
    double toNumber(const TimeZone& zone) const;  ///< V1, V4
    bool toBoolean() const;                       ///< V5

private:
    std::variant<QString, double, bool, NodeSet> m_state;
};

/// V2: the fewest digits that read back as the same number, never an exponent.
QString numberText(double number);
/// V1.
double numberOf(const QString& text, const TimeZone& zone);

}  // namespace prohori
