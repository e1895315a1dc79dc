// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/widgets/Look.h"

#include <QLabel>
#include <QStyle>
#include <QVariant>

namespace prohori {

void setLook(QWidget& widget, const char* property, const QVariant& value)
{
    if (widget.property(property) == value)
        return;
    widget.setProperty(property, value);
    widget.style()->unpolish(&widget);
    widget.style()->polish(&widget);
    widget.update();
}

void setWhyFixed(QWidget& control, const QString& why)
{
    control.setProperty("whyDisabled", why);
    control.setToolTip(why);
    control.setAccessibleDescription(why);
}

void setEnabledOrWhyFixed(QWidget& control, const QString& why)
{
    control.setEnabled(why.isEmpty());
    setWhyFixed(control, why);
}

QLabel* makeRoleLabel(const QString& text, const QString& role, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setProperty("role", role);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    return label;
}

}  // namespace prohori
