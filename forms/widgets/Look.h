// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QLabel;
class QVariant;
class QWidget;

namespace prohori {

/// Sets a dynamic property that the style sheet asks for, and has the widget drawn by it.
void setLook(QWidget& widget, const char* property, const QVariant& value);

/// A read-only or disabled control always says why: as tooltip, for screen readers and as property
/// "whyDisabled". Empty takes it back.
void setWhyFixed(QWidget& control, const QString& why);
/// Switches a button off with its reason, or on.
void setEnabledOrWhyFixed(QWidget& control, const QString& why);

/// A label that wraps, in a role of the style sheet: "h1", "h2", "muted", "problem", "warning", "band".
QLabel* makeRoleLabel(const QString& text, const QString& role, QWidget* parent);

}  // namespace prohori
