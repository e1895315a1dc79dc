// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/Controls.h"
#include "app/desktop/ErrorText.h"
#include "tests/app/desktop/CaseTyping.h"
#include "tests/app/desktop/Journey.h"

#include <QFile>
#include <QListWidget>
#include <QSet>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr int kChecklistPoints = 12;
constexpr int kMostSections = 60;
constexpr int kLeastSections =
    12;  // lines of the navigator: five of the case, its rows, and the empty repeats
}  // namespace

bool Journey::newcomerReadsInvitation()
{
    const QString file = m_folder.filePath(u"invitations/officer"_s);
    m_driver = std::make_unique<DesktopDriver>(m_app, m_folder.filePath(u"newcomer"_s), m_look);
    if (!screen().tabTo(u"invitationEdit"_s))
        return step(u"a newcomer reads an invitation"_s, {}, false);
    screen().enter(QFile::exists(file) ? file : m_folder.filePath(u"officer.invitation"_s));
    const QString told = screen().text(u"invitedLabel"_s);
    const bool so =
        step(u"a newcomer reads an invitation"_s, told + u" / "_s + screen().text(u"passwordRules"_s),
             told.contains(Words::scope(u"41"_s)) && !screen().seen(u"joinButton"_s)->isEnabled());
    m_driver.reset();
    return so;
}

bool Journey::officerLooksAround()
{
    screen().key(Qt::Key_6, Qt::ControlModifier);
    if (!step(u"officer looks at the settings"_s,
              screen().text(u"languageBox"_s) + u" / "_s + screen().text(u"themeBox"_s),
              screen().seen(u"textSizeBox"_s)))
        return false;
    screen().key(Qt::Key_2, Qt::ControlModifier);
    return step(u"officer looks at the cases"_s, screen().text(u"caseCount"_s),
                screen().seen(u"caseTable"_s));
}

bool Journey::officerRecords()
{
    if (!signIn(u"officer"_s) || !officerLooksAround())
        return false;
    screen().key(Qt::Key_N, Qt::ControlModifier);
    if (const QWidget* discard = screen().seen(u"discardButton"_s); discard && discard->isEnabled()) {
        screen().key(Qt::Key_X, Qt::ControlModifier | Qt::ShiftModifier);
        screen().press(u"okButton"_s);
    }
    CaseTyping typing(screen(), m_driver->today());
    m_names = typing.victims();
    m_names.append(typing.suspect());
    const bool typed = typing.enterCase();
    if (!step(u"officer types a case"_s,
              typed ? typing.rows().join(u"; "_s) : typing.why() + u" "_s + typing.rows().join(u"; "_s),
              typed))
        return false;
    screen().key(Qt::Key_S, Qt::ControlModifier);
    m_reference = screen().text(u"caseTitle"_s);
    if (!step(u"officer saves the case"_s, screen().text(u"caseMessage"_s),
              m_reference.startsWith(u"41-"_s) && screen().text(u"caseMessage"_s).contains(m_reference)
                  && screen().text(u"caseChip"_s) == Words::phase(RecordPhase::Draft)))
        return false;
    screen().key(Qt::Key_Return, Qt::ControlModifier);
    if (!step(u"officer is told what is missing"_s, screen().text(u"caseMessage"_s),
              screen().text(u"caseChip"_s) == Words::phase(RecordPhase::Draft)))
        return false;
    const int answered = typing.answerOpenQuestions();
    return step(u"officer answers the open questions"_s,
                answered < 0 ? typing.why()
                             : u"%1 questions; "_s.arg(answered) + screen().text(u"caseMessage"_s),
                answered >= 0);
}

bool Journey::officerSubmits()
{
    screen().key(Qt::Key_Return, Qt::ControlModifier);
    if (!step(u"officer submits the case"_s,
              screen().text(u"caseChip"_s) + u" / "_s + screen().text(u"caseMessage"_s),
              screen().text(u"caseChip"_s) == Words::phase(RecordPhase::Submitted)))
        return false;
    return syncs(u"officer"_s);
}

bool Journey::openInQueue()
{
    screen().key(Qt::Key_3, Qt::ControlModifier);
    const int row = screen().rowWith(u"reviewTable"_s, {m_reference});
    if (!step(u"supervisor looks at the queue"_s, screen().text(u"reviewTable"_s).split(u'\n').value(row),
              row >= 0))
        return false;
    screen().openRow(u"reviewTable"_s, {m_reference});
    return step(u"supervisor opens the case"_s,
                screen().text(u"caseTitle"_s) + u" / "_s + screen().text(u"caseNotice"_s),
                screen().text(u"caseTitle"_s) == m_reference && namesStaySealed());
}

/// Walks through the sections of the open case; what each shows goes to `look`, which ends the walk by false. How many there were.
int Journey::walkSections(const std::function<bool(const QString&)>& look)
{
    QSet<int> sections;
    for (int i = 0; i < kMostSections; ++i) {
        const auto* navigator = qobject_cast<QListWidget*>(screen().seen(u"navigator"_s));
        if (navigator)
            sections.insert(navigator->currentRow());
        if (!look(screen().everything()))
            break;
        screen().key(Qt::Key_PageDown, Qt::ControlModifier);
    }
    return static_cast<int>(sections.size());
}

/// Not one section of the case shows a name.
bool Journey::namesStaySealed()
{
    bool sealed = true;
    const int sections = walkSections([&](const QString& shown) {
        for (const QString& name : std::as_const(m_names))
            sealed = sealed && !shown.contains(name);
        return sealed;
    });
    return sealed && sections >= kLeastSections;
}

bool Journey::supervisorReturns()
{
    if (!signIn(u"supervisor"_s) || !syncs(u"supervisor"_s) || !openInQueue())
        return false;
    screen().key(Qt::Key_I, Qt::ControlModifier);
    screen().key(Qt::Key_Down);
    screen().press(u"okButton"_s);
    QString seen;
    walkSections([&](const QString& shown) {
        if (shown.contains(m_names.first()))
            seen = m_names.first();
        return seen.isEmpty();
    });
    if (!step(u"supervisor opens the names with a reason"_s,
              screen().text(u"caseMessage"_s) + u" / "_s + seen, !seen.isEmpty()))
        return false;
    return returnWithReason() && syncs(u"supervisor"_s);
}

bool Journey::returnWithReason()
{
    m_comment = u"Please add the number of the general diary."_s;
    screen().key(Qt::Key_R, Qt::ControlModifier);
    const bool asked = screen().seen(u"reasonDialog"_s) && !screen().seen(u"okButton"_s)->isEnabled();
    const QString why = asked ? whyDisabled(*screen().seen(u"okButton"_s)) : QString();
    if (!step(u"supervisor is asked for a reason"_s, why, asked && !why.isEmpty()))
        return false;
    screen().tabTo(u"reasonList"_s);
    screen().key(Qt::Key_Space);
    screen().tabTo(u"commentEdit"_s);
    screen().type(m_comment);
    screen().press(u"okButton"_s);
    return step(u"supervisor returns the case"_s,
                screen().text(u"caseChip"_s) + u" / "_s + screen().text(u"caseMessage"_s),
                screen().text(u"caseChip"_s) == Words::phase(RecordPhase::Returned));
}

bool Journey::officerCorrects()
{
    if (!signIn(u"officer"_s) || !syncs(u"officer"_s))
        return false;
    screen().key(Qt::Key_1, Qt::ControlModifier);
    const QString tile = screen().text(u"returnedTile"_s);
    if (!step(u"officer sees it at home"_s, tile,
              !tile.endsWith(u" 0"_s) && screen().press(u"returnedTile"_s)
                  && screen().rowWith(u"caseTable"_s, {m_reference}) >= 0))
        return false;
    screen().openRow(u"caseTable"_s, {m_reference});
    if (!step(u"officer reads why"_s, screen().text(u"caseNotice"_s),
              screen().text(u"caseTitle"_s) == m_reference
                  && screen().text(u"caseNotice"_s).contains(m_comment)))
        return false;
    screen().pageTo(u"case.gd_no"_s);
    screen().enter(u"GD-771"_s);
    CaseTyping typing(screen(), m_driver->today());
    const int answered = typing.answerOpenQuestions();
    if (!step(u"officer corrects the case"_s,
              answered < 0 ? typing.why()
                           : screen().text(u"caseState"_s) + u" / "_s + screen().text(u"caseMessage"_s),
              answered >= 0))
        return false;
    screen().key(Qt::Key_Return, Qt::ControlModifier);
    if (!step(u"officer submits it again"_s,
              screen().text(u"caseChip"_s) + u" / "_s + screen().text(u"caseMessage"_s),
              screen().text(u"caseChip"_s) == Words::phase(RecordPhase::Submitted)))
        return false;
    return syncs(u"officer"_s);
}

bool Journey::supervisorApproves()
{
    return signIn(u"supervisor"_s) && syncs(u"supervisor"_s) && openInQueue() && tickAndApprove()
        && syncs(u"supervisor"_s);
}

bool Journey::tickAndApprove()
{
    screen().key(Qt::Key_P, Qt::ControlModifier);
    for (int i = 0; i < kChecklistPoints; ++i) {
        screen().key(Qt::Key_Space);
        screen().key(Qt::Key_Down);
    }
    const QWidget* ok = screen().seen(u"okButton"_s);
    if (!step(u"supervisor ticks the checklist"_s, screen().text(u"okButton"_s), ok && ok->isEnabled()))
        return false;
    screen().press(u"okButton"_s);
    return step(u"supervisor approves the case"_s,
                screen().text(u"caseChip"_s) + u" / "_s + screen().text(u"caseMessage"_s),
                screen().text(u"caseChip"_s) == Words::phase(RecordPhase::DistrictApproved));
}

bool Journey::headquartersSees()
{
    if (!signIn(u"headquarters"_s) || !syncs(u"headquarters"_s))
        return false;
    screen().key(Qt::Key_2, Qt::ControlModifier);
    const int row = screen().rowWith(u"caseTable"_s, {m_reference, Words::phase(RecordPhase::HqReceived)});
    if (!step(u"headquarters finds the case"_s, screen().text(u"caseTable"_s).split(u'\n').value(row),
              row >= 0))
        return false;
    screen().openRow(u"caseTable"_s, {m_reference});
    const QString title = screen().text(u"caseTitle"_s);
    if (!step(u"headquarters sees the approved version"_s, title + u" / "_s + screen().text(u"caseState"_s),
              !title.isEmpty() && title != m_reference
                  && screen().text(u"caseState"_s).contains(m_reference)))
        return false;
    const QWidget* names = screen().seen(u"openIdentitiesButton"_s);
    const QString why = names ? whyDisabled(*names) : QString();
    return step(u"headquarters sees no name"_s, why, !why.isEmpty() && namesStaySealed());
}

}  // namespace prohori
