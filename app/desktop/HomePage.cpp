// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/HomePage.h"

#include "app/desktop/Controls.h"
#include "app/desktop/ErrorText.h"

#include <QGridLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr qint64 kCountCap = 9999;
constexpr int kTilesInARow = 5;
}  // namespace

HomePage::HomePage(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_greeting(makeLabel({}, u"h1"_s, this)),
      m_safety(makeLabel({}, u"muted"_s, this)),
      m_grid(new QGridLayout)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 20, 24, 20);
    layout->setSpacing(14);
    layout->addWidget(m_greeting);
    m_grid->setSpacing(12);
    layout->addLayout(m_grid);
    addTiles();

    QVBoxLayout* next = makeCard(tr("What to do next"), layout, this);
    auto* newCase = makeButton(tr("Enter a new case (Ctrl+N)"), u"homeNewCaseButton"_s, this, true);
    auto* sync = makeButton(tr("Sync with the Ministry (F5)"), u"homeSyncButton"_s, this);
    auto* row = new QHBoxLayout;
    row->addWidget(newCase);
    row->addWidget(sync);
    row->addStretch();
    next->addLayout(row);
    const auto mayCreate =
        permitted(session.station().me().role, Permission::Create, RecordPhase::Draft, true);
    setEnabledOrWhy(*newCase,
                    mayCreate ? QString() : tr("Cases are entered by the recording officers of a district."));

    m_safety->setObjectName(u"safetyText"_s);
    makeCard(tr("How safe your work is"), layout, this)->addWidget(m_safety);
    layout->addStretch();

    connect(newCase, &QPushButton::clicked, this, &HomePage::newCaseWanted);
    connect(sync, &QPushButton::clicked, this, &HomePage::syncWanted);
    connect(&m_session, &Session::caseSaved, this, &HomePage::retell);
    connect(&m_session, &Session::syncFinished, this, &HomePage::retell);
}

void HomePage::addTiles()
{
    const Role role = m_session.station().me().role;
    const Store& store = m_session.station().store();
    const bool records = permitted(role, Permission::Create, RecordPhase::Draft, true).has_value();
    if (records) {
        addPhaseTile(u"returnedTile"_s, tr("Returned to me"), RecordPhase::Returned, true);
        addPhaseTile(u"draftsTile"_s, tr("My drafts, not submitted"), RecordPhase::Draft, true);
        addTile(
            u"typingTile"_s, tr("Typing that is not saved"),
            [this] { return m_session.station().store().drafts(m_session.station().me().person).size(); },
            [this] { openTyping(); });
    }
    if (isNationalRole(role)) {
        addPhaseTile(u"receivedTile"_s, tr("Received from the districts"), RecordPhase::HqReceived, false);
    } else {
        addTile(
            u"waitingTile"_s,
            role == Role::DistrictReviewer ? tr("Waiting for my review") : tr("Waiting for review"),
            [this] { return countIn(RecordPhase::Submitted, false); }, [this] { emit reviewWanted(); });
    }
    if (role == Role::DistrictReviewer) {
        addPhaseTile(u"returnedTile"_s, tr("Returned to officers"), RecordPhase::Returned, false);
        addPhaseTile(u"approvedTile"_s, tr("Approved, on the way"), RecordPhase::DistrictApproved, false);
    }
    addTile(
        u"unsentTile"_s, tr("Waiting for sync"), [&store] { return store.counts().unsent; },
        [this] { emit syncWanted(); });
}

void HomePage::addPhaseTile(const QString& objectName, const QString& caption, RecordPhase phase,
                            bool onlyMine)
{
    addTile(
        objectName, caption, [this, phase, onlyMine] { return countIn(phase, onlyMine); },
        [this, phase, onlyMine] { emit casesWanted(phase, onlyMine); });
}

void HomePage::addTile(const QString& objectName, const QString& caption, std::function<qint64()> count,
                       std::function<void()> open)
{
    auto* tile = new TileButton(this);
    tile->setObjectName(objectName);
    const int at = static_cast<int>(m_tiles.size());
    m_grid->addWidget(tile, at / kTilesInARow, at % kTilesInARow);
    connect(tile, &QPushButton::clicked, this, std::move(open));
    m_tiles.append({tile, caption, std::move(count)});
}

qint64 HomePage::countIn(RecordPhase phase, bool onlyMine) const
{
    CaseFilter filter;
    filter.phase = phase;
    if (onlyMine)
        filter.creator = m_session.station().me().person;
    const auto count = m_session.station().store().countCases(filter, kCountCap);
    return count ? *count : 0;
}

/// The typing that was kept last: a case, or the new one.
void HomePage::openTyping()
{
    const QList<Draft> drafts = m_session.station().store().drafts(m_session.station().me().person);
    const auto last = std::max_element(drafts.begin(), drafts.end(),
                                       [](const Draft& a, const Draft& b) { return a.saved < b.saved; });
    if (last == drafts.end() || last->record.isNull())
        emit newCaseWanted();
    else
        emit caseWanted(last->record);
}

void HomePage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    retell();
    m_tiles.first().button->setFocus();
}

void HomePage::retell()
{
    m_greeting->setText(tr("Welcome, %1").arg(m_session.station().me().name));
    for (const Tile& tile : std::as_const(m_tiles))
        static_cast<TileButton*>(tile.button)->tell(tile.count(), tile.caption);
    m_safety->setText(safetyText());
}

QString HomePage::safetyText() const
{
    const StoreCounts counts = m_session.station().store().counts();
    const QString last = m_session.lastSyncText();
    QStringList lines;
    lines.append(
        tr("Saved on this computer, encrypted: %Ln case(s).", nullptr, static_cast<int>(counts.cases)));
    lines.append(last.isEmpty() ? tr("This station has not synced with the Ministry yet.")
                                : tr("Last sync with the Ministry: %1.").arg(last));
    lines.append(counts.unsent == 0 ? tr("Nothing waits to be sent.")
                                    : tr("%Ln change(s) exist only on this computer.", nullptr,
                                         static_cast<int>(counts.unsent)));
    if (counts.quarantined > 0)
        lines.append(tr("%Ln change(s) were held back: see the page Sync.", nullptr,
                        static_cast<int>(counts.quarantined)));
    if (m_session.station().deviceSecretKind() != DeviceSecretKind::Keychain)
        lines.append(tr("This computer has no key ring: the station is protected by the password, and weaker "
                        "against a stolen computer."));
    if (!m_session.station().isConfirmed())
        lines.append(tr("The administrator has not confirmed you yet: you can enter and send cases, and open "
                        "the names of cases that you created yourself."));
    return lines.join(u'\n');
}

}  // namespace prohori
