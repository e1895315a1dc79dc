// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/widgets/Chip.h"

#include "forms/widgets/Look.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr int kChipSide = 8;
constexpr int kAbove = 3;
}  // namespace

Chip::Chip(const QString& text, const QString& whyFixed, QWidget* parent)
    : QFrame(parent),
      m_label(makeRoleLabel(text, u"chipText"_s, this)),
      m_cross(nullptr)
{
    setProperty("role", u"chip"_s);
    setLook(*this, "fixed", !whyFixed.isEmpty());
    setToolTip(whyFixed.isEmpty() ? text : whyFixed);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(kChipSide, kAbove, kChipSide, kAbove);
    layout->setSpacing(kChipSide);
    // However long its words are, they leave the cross its room.
    QSizePolicy policy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    m_label->setSizePolicy(policy);
    layout->addWidget(m_label, 1);
    auto* cross = new QPushButton(u"×"_s, this);
    cross->setProperty("role", u"cross"_s);
    cross->setFocusPolicy(Qt::NoFocus);
    cross->setAccessibleName(tr("Take %1 away").arg(text));
    setEnabledOrWhyFixed(*cross, whyFixed);
    cross->setVisible(whyFixed.isEmpty());
    connect(cross, &QPushButton::clicked, this, &Chip::takenAway);
    layout->addWidget(cross, 0, Qt::AlignTop);
    m_cross = cross;
}

QString Chip::text() const
{
    return m_label->text();
}

QSize Chip::sizeHint() const
{
    // Letters of several fonts take more room than their advance tells; the label knows when one line holds
    // it.
    constexpr int kWide = 10'000;
    const int line = m_label->heightForWidth(kWide);
    int width = m_label->fontMetrics().horizontalAdvance(m_label->text()) + 2;
    while (width < kWide && m_label->heightForWidth(width) > line)
        width += 4;
    if (!m_cross->isHidden())
        width += m_cross->sizeHint().width() + kChipSide;
    return {width + 2 * kChipSide, line + 2 * kAbove};
}

}  // namespace prohori
