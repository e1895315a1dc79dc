// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/HandoverDialog.h"

#include "app/desktop/Controls.h"
#include "app/desktop/DialogFrame.h"
#include "app/desktop/ErrorText.h"

#include <QComboBox>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr int kHandoverWidth = 560;
constexpr int kHandoverNoteHeight = 80;
constexpr int kHolderRole = Qt::UserRole + 1;
}  // namespace

HandoverDialog::HandoverDialog(Session& session, const std::optional<CaseRow>& chosen, QWidget* parent)
    : QDialog(parent),
      m_session(session),
      m_chosen(chosen),
      m_what(new QComboBox(this)),
      m_to(new QComboBox(this)),
      m_note(new QPlainTextEdit(this)),
      m_meaning(makeLabel({}, u"muted"_s, this)),
      m_why(makeLabel({}, u"hint"_s, this)),
      m_ok(makeButton(tr("Propose"), u"okButton"_s, this, true))
{
    setMinimumWidth(Theme::px(kHandoverWidth));
    QVBoxLayout* layout = beginDialog(*this, u"handoverDialog"_s, tr("Hand over"));
    addAsked(*layout, tr("What"), *m_what, u"handoverWhat"_s);
    addAsked(*layout, tr("To whom"), *m_to, u"handoverTo"_s);
    addAsked(*layout, tr("Note, if there is something to say (no names, no telephone numbers)"), *m_note,
             u"handoverNote"_s);
    m_note->setTabChangesFocus(true);
    m_note->setMaximumHeight(Theme::px(kHandoverNoteHeight));
    m_meaning->setObjectName(u"handoverMeaning"_s);
    layout->addWidget(m_meaning);
    endDialog(*layout, *m_ok, *m_why, EnterKey::DoesIt);
    fillWhat();
    for (const PersonInfo& person : HandoverDesk(session.station()).receivers())
        m_to->addItem(tr("%1, %2").arg(person.name, Words::role(person.role).section(u" ("_s, 0, 0)),
                      QVariant::fromValue(person.person));
    m_to->setCurrentIndex(-1);
    m_to->setPlaceholderText(tr("Choose an officer"));
    connect(m_what, &QComboBox::currentIndexChanged, this, &HandoverDialog::judge);
    connect(m_to, &QComboBox::currentIndexChanged, this, &HandoverDialog::judge);
    judge();
    (m_what->count() > 1 ? m_what : m_to)->setFocus();
}

void HandoverDialog::fillWhat()
{
    const HandoverDesk desk(m_session.station());
    const PersonId me = m_session.station().me().person;
    if (m_chosen) {
        // Where several hold it, each of them can be the one who gives.
        for (const PersonId holder : std::as_const(m_chosen->holders)) {
            const bool mayGive = holder == me || m_session.station().me().role == Role::DistrictReviewer;
            if (!mayGive)
                continue;
            const QString name = desk.namesOf({holder}).first();
            m_what->addItem(holder == me ? m_chosen->localRef
                                         : tr("%1, held by %2").arg(m_chosen->localRef, name),
                            QVariant::fromValue(m_chosen->record.toBytes()));
            m_what->setItemData(m_what->count() - 1, QVariant::fromValue(holder), kHolderRole);
        }
    }
    const auto givers = desk.givers();
    for (const CaseHolder& giver : givers ? *givers : QList<CaseHolder>()) {
        const auto count = static_cast<int>(giver.cases);
        m_what->addItem(giver.person == me ? tr("All my cases: %Ln", nullptr, count)
                        : giver.hasLeft
                            ? tr("All cases of %1, who has left: %Ln", nullptr, count).arg(giver.name)
                            : tr("All cases of %1: %Ln", nullptr, count).arg(giver.name));
        m_what->setItemData(m_what->count() - 1, QVariant::fromValue(giver.person), kHolderRole);
    }
}

void HandoverDialog::judge()
{
    const QString from =
        HandoverDesk(m_session.station()).namesOf({m_what->currentData(kHolderRole).toULongLong()}).first();
    m_meaning->setText(
        m_what->count() == 0 || m_to->currentIndex() < 0
            ? tr("Until it is accepted, everything stays as it is.")
            : tr("Until %1 accepts, it stays with %2. The history stays whole.").arg(receiverName(), from));
    const bool same = m_to->currentData() == m_what->currentData(kHolderRole);
    const QString why = m_what->count() == 0     ? tr("You hold no case that could be handed over.")
                      : m_to->count() == 0       ? tr("This station knows no other officer of the district.")
                      : m_to->currentIndex() < 0 ? tr("Choose to whom.")
                      : same                     ? tr("He holds it already.")
                                                 : QString();
    allow(*m_ok, *m_why, why);
}

QString HandoverDialog::receiverName() const
{
    return HandoverDesk(m_session.station()).namesOf({m_to->currentData().toULongLong()}).first();
}

Result<HandedOver> HandoverDialog::propose() const
{
    HandoverDesk desk(m_session.station());
    const PersonId from = m_what->currentData(kHolderRole).toULongLong();
    const PersonId to = m_to->currentData().toULongLong();
    const QByteArray record = m_what->currentData().toByteArray();
    if (record.isEmpty())
        return desk.proposeAll(from, to, m_note->toPlainText());
    return desk.propose({RecordId::fromBytes(record)}, from, to, m_note->toPlainText());
}

}  // namespace prohori
