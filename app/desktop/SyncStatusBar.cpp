// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/SyncStatusBar.h"

#include "app/desktop/Controls.h"
#include "app/desktop/ErrorText.h"

#include <QHBoxLayout>

namespace prohori {

using namespace Qt::StringLiterals;

SyncStatusBar::SyncStatusBar(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_states(makeLabel({}, u"hint"_s, this)),
      m_safe(makeLabel({}, u"hint"_s, this))
{
    setObjectName(u"syncStatusBar"_s);
    setAttribute(Qt::WA_StyledBackground);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(20, 3, 16, 3);
    m_states->setObjectName(u"statusStates"_s);
    m_states->setWordWrap(false);
    m_safe->setObjectName(u"statusSafe"_s);
    m_safe->setWordWrap(false);
    m_safe->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    layout->addWidget(m_states);
    layout->addStretch();
    layout->addWidget(m_safe);
    connect(&session, &Session::caseSaved, this, &SyncStatusBar::retell);
    connect(&session, &Session::syncFinished, this, &SyncStatusBar::retell);
    connect(&session, &Session::receiptMade, this, &SyncStatusBar::retell);
    retell();
}

void SyncStatusBar::retell()
{
    const Whereabouts places = whereabouts(m_session.station().store());
    m_states->setText(whereaboutsText(places));
    setToolTip(whereaboutsMeaning(places));
    m_states->setAccessibleDescription(toolTip());
    m_safe->setText(
        tr("Last safe: %1").arg(places.lastSafe ? Words::moment(*places.lastSafe) : tr("none yet")));
}

QString whereaboutsText(const Whereabouts& places)
{
    return SyncStatusBar::tr("Not sent: %1 · At the server: %2 · Safe: %3")
        .arg(Words::number(places.unsent), Words::number(places.custody), Words::number(places.safe));
}

QString whereaboutsMeaning(const Whereabouts& places)
{
    const QString safe =
        places.safe > 0
            ? SyncStatusBar::tr("Safe: the server keeps them, and in a backup that was checked.")
            : SyncStatusBar::tr(
                "Safe means in a checked backup of the server, and the server has told of none yet.");
    return SyncStatusBar::tr(
               "Not sent: only on this computer. At the server: it has given its signed receipt.")
         + u' ' + safe;
}

}  // namespace prohori
