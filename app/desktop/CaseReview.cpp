// SPDX-License-Identifier: GPL-3.0-or-later
// What people say to each other about a case, and what the case was before.
#include "app/desktop/CasePage.h"

#include "app/desktop/ComparedCaseDialog.h"
#include "app/desktop/Controls.h"
#include "app/desktop/Dialogs.h"
#include "app/desktop/ErrorText.h"
#include "app/desktop/FormBesidePapers.h"
#include "app/desktop/HistoryDialog.h"
#include "app/desktop/PapersPane.h"
#include "app/station/CaseTalk.h"
#include "forms/widgets/FormView.h"

#include <QAction>
#include <QJsonArray>
#include <QMenu>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kLeastWords = 3;
const QString kRemarks = u"remarks"_s;

QString saidText(const QueryView& query)
{
    QStringList lines;
    for (const QueryView::Line& line : query.lines)
        lines.append(line.text.isEmpty() ? line.who : CasePage::tr("%1: %2").arg(line.who, line.text));
    return lines.join(u'\n');
}

}  // namespace

QAction* CasePage::addMore(QMenu& menu, const QString& text, const QString& name, const QString& key,
                           void (CasePage::*slot)())
{
    auto* action = new QAction(text, this);
    action->setObjectName(name);
    action->setShortcut(QKeySequence(key));
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    QWidget::addAction(action);
    menu.addAction(action);
    connect(action, &QAction::triggered, this, slot);
    return action;
}

/// The form, and its papers when they are wanted.
QWidget* CasePage::makeBody()
{
    m_body = new FormBesidePapers(m_form, m_papers, this);
    m_body->setObjectName(u"caseBody"_s);
    connect(m_papers, &PapersPane::changed, this, &CasePage::takePapers);
    connect(m_papers, &PapersPane::left, this, [this] {
        m_body->showPapers(false);
        m_form->setFocus();
    });
    return m_body;
}

void CasePage::togglePapers()
{
    if (!m_body->togglePapers())
        m_form->setFocus();
}

/// For who goes into the form: papers that stand in its place make room for it.
FormView* CasePage::shownForm()
{
    if (!m_body->isFormShown())
        m_body->showPapers(false);
    return m_form;
}

/// Typing that is not saved stays as it is; it is saved on the state that it began with.
void CasePage::takePapers()
{
    if (!m_view)
        return;
    const RecordId record = m_view->state.record;
    const auto view = m_session.desk().view(record);
    if (view && !m_dirty && !m_view->identitiesOpen)
        show(*view);
    else if (view)
        m_papers->showCase(*view);
    m_session.noteSaved(record);
}

QPushButton* CasePage::makeMore()
{
    auto* button = makeButton(tr("More (F10)"), u"moreButton"_s, this);
    auto* menu = new QMenu(button);
    menu->setObjectName(u"moreMenu"_s);
    menu->setToolTipsVisible(true);
    m_history =
        addMore(*menu, tr("History of the case…"), u"historyAction"_s, u"Ctrl+H"_s, &CasePage::showHistory);
    m_approved = addMore(*menu, tr("Approved version beside this one…"), u"approvedAction"_s,
                         u"Ctrl+Shift+V"_s, &CasePage::showApproved);
    addMore(*menu, tr("Papers beside the form"), u"papersAction"_s, u"Ctrl+Shift+P"_s,
            &CasePage::togglePapers);
    m_query = addMore(*menu, tr("Question about this answer…"), u"queryAction"_s, u"Ctrl+Q"_s,
                      &CasePage::talkAboutField);
    m_remark = addMore(*menu,
                       sendBackKind() == ActKind::Return ? tr("Remark for the return…")
                                                         : tr("Remark for the query…"),
                       u"remarkAction"_s, u"Ctrl+Shift+R"_s, &CasePage::remarkOnField);
    m_recall = addMore(*menu, tr("Take back the submission"), u"recallAction"_s, u"Ctrl+Shift+B"_s,
                       &CasePage::recall);
    m_reopen =
        addMore(*menu, tr("Reopen for correction…"), u"reopenAction"_s, u"Ctrl+Shift+O"_s, &CasePage::reopen);
    addDecisions(*menu);
    menu->addSeparator();
    addMore(*menu, tr("Next change"), u"nextChangeAction"_s, u"F7"_s, &CasePage::nextChange);
    addQuestionSteps(*menu);
    addMore(*menu, tr("Next case of the queue"), u"nextCaseAction"_s, u"Alt+Down"_s, &CasePage::nextCase);
    addMore(*menu, tr("Case before it"), u"caseBeforeAction"_s, u"Alt+Up"_s, &CasePage::caseBefore);
    button->setMenu(menu);
    auto* shortcut = new QAction(this);
    shortcut->setShortcut(QKeySequence(u"F10"_s));
    shortcut->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    QWidget::addAction(shortcut);
    connect(shortcut, &QAction::triggered, button, &QPushButton::showMenu);
    return button;
}

void CasePage::retellMore()
{
    const auto set = [](QAction* action, const QString& whyNot) {
        action->setEnabled(whyNot.isEmpty());
        action->setToolTip(whyNot);
        action->setStatusTip(whyNot);
    };
    const QString notSaved = !m_view ? tr("Save the case first.") : QString();
    set(m_history, notSaved);
    const bool approved = m_view && m_view->state.approval.has_value();
    set(m_approved, approved ? QString() : tr("The case was never approved."));
    const auto may = [&](ActKind kind) {
        if (!m_view || m_dirty)
            return tr("Save the case first.");
        const auto allowed = m_session.desk().mayAct(*m_view, kind);
        return allowed ? QString() : Words::whyNot(allowed.error(), m_view->row.phase);
    };
    set(m_recall, may(ActKind::Recall));
    set(m_reopen, may(ActKind::Reopen));
    set(m_remark, may(sendBackKind()));
    retellDecisions();
    CaseTalk talk(m_session.station());
    const bool speaks = m_view && (talk.mayOpen(*m_view) || talk.mayAnswer(*m_view));
    set(m_query, !notSaved.isEmpty() ? notSaved
                 : speaks            ? QString()
                                     : tr("You cannot ask about this case in the state it is in."));
}

void CasePage::showHistory()
{
    const auto entries = m_session.desk().history(m_view->state.record);
    if (!entries) {
        tell(Words::error(entries.error()), false);
        return;
    }
    (new HistoryDialog(m_session, *m_view, *entries, this))->open();
}

void CasePage::showApproved()
{
    const auto then = m_session.desk().view(m_view->state.record, CaseDesk::Version::Approved);
    if (!then) {
        tell(Words::error(then.error()), false);
        return;
    }
    const auto history = m_session.desk().history(m_view->state.record);
    const auto now = m_session.desk().view(m_view->state.record);
    if (!now) {
        tell(Words::error(now.error()), false);
        return;
    }
    QString caption = tr("%1 as it was approved").arg(then->state.localRef);
    for (const HistoryEntry& entry : history ? *history : QList<HistoryEntry>()) {
        if (entry.change == m_view->state.approval->change)
            caption = tr("%1 as approved by %2 on %3")
                          .arg(then->state.localRef, entry.who, Words::moment(entry.claimed));
    }
    (new ComparedCaseDialog(*then, *now, caption, this))->open();
}

std::optional<AnswerPath> CasePage::fieldForTalk()
{
    const auto path = m_form->focusedPath();
    if (!path || path->field == 0 || !m_engine->form().field(path->field)) {
        tell(tr("Put the cursor into the answer that it is about."), false);
        return std::nullopt;
    }
    return path;
}

ReasonDialog* CasePage::askWords(const QString& title, const QString& explanation, const QString& okText)
{
    ReasonDialog::Wish wish;
    wish.title = title;
    wish.explanation = explanation;
    wish.leastComment = kLeastWords;
    wish.okText = okText;
    return new ReasonDialog(wish, this);
}

/// One key for both sides: the supervisor asks, or closes what was answered; the officer answers.
void CasePage::talkAboutField()
{
    const auto path = fieldForTalk();
    if (!path || !saveFirst())
        return;
    const QString label = m_engine->form().field(path->field)->label.in(Words::language());
    const auto open =
        std::find_if(m_view->queries.begin(), m_view->queries.end(),
                     [&](const QueryView& query) { return query.isOpen() && query.path == *path; });
    const RecordId record = m_view->state.record;
    const bool asks = CaseTalk(m_session.station()).mayOpen(*m_view).has_value();
    if (open == m_view->queries.end() && !asks) {
        tell(tr("There is no open question about this answer."), false);
        return;
    }
    const bool closes = asks && open != m_view->queries.end() && open->step == QueryStep::Answer;
    const QByteArray query = open == m_view->queries.end() ? QByteArray() : open->id;
    auto* dialog =
        query.isEmpty()
            ? askWords(tr("Ask about “%1”").arg(label),
                       tr("The case cannot be approved until the question is answered and closed."),
                       tr("Ask"))
        : closes ? askWords(tr("Close the question about “%1”").arg(label), saidText(*open),
                            tr("Close the question"))
                 : askWords(tr("Answer the question about “%1”").arg(label), saidText(*open), tr("Answer"));
    connect(dialog, &QDialog::accepted, this, [this, dialog, record, path, query, closes] {
        CaseTalk talk(m_session.station());
        takeTalk(query.isEmpty() ? talk.openQuery(record, *path, dialog->comment())
                 : closes        ? talk.closeQuery(record, query, dialog->comment())
                                 : talk.answerQuery(record, query, dialog->comment()),
                 *path);
    });
    dialog->open();
}

void CasePage::takeTalk(const Result<SavedCase>& said, const AnswerPath& path)
{
    if (!said) {
        tell(Words::error(said.error()), false);
        return;
    }
    m_session.noteSaved(said->record);
    open(said->record);
    shownForm()->goTo(path);
    tell(tr("%1: written down. It goes out with the next sync.").arg(said->localRef), true);
}

void CasePage::remarkOnField()
{
    const auto path = fieldForTalk();
    if (!path)
        return;
    const QString label = m_engine->form().field(path->field)->label.in(Words::language());
    auto* dialog = askWords(
        tr("Remark on “%1”").arg(label),
        tr("It goes to the officer with the return; he answers each remark before he submits again."),
        tr("Keep the remark"));
    connect(dialog, &QDialog::accepted, this, [this, dialog, path] {
        m_remarks.removeIf([&](const auto& remark) { return remark.first == *path; });
        m_remarks.append({*path, dialog->comment()});
        keepRemarks();
        showNotes();
        shownForm()->goTo(*path);
        tell(tr("%Ln remark(s) are kept for the return (Ctrl+R).", nullptr,
                static_cast<int>(m_remarks.size())),
             true);
    });
    dialog->open();
}

/// Remarks wait in the store until the case is returned, also over a lock.
void CasePage::keepRemarks()
{
    QJsonArray all;
    for (const auto& [path, text] : std::as_const(m_remarks))
        all.append(
            QJsonArray{static_cast<qint64>(path.group), path.row, static_cast<qint64>(path.field), text});
    const Station& station = m_session.station();
    if (auto kept =
            m_session.station().store().keep(station.me().person, kRemarks, m_view->state.record,
                                             all.isEmpty() ? QJsonObject() : QJsonObject{{kRemarks, all}});
        !kept)
        tell(Words::error(kept.error()), false);
}

void CasePage::findRemarks()
{
    m_remarks.clear();
    const Station& station = m_session.station();
    const auto mayReturn = m_session.desk().mayAct(*m_view, sendBackKind());
    const QJsonArray all =
        station.store().kept(station.me().person, kRemarks, m_view->state.record)[kRemarks].toArray();
    for (const QJsonValue& one : mayReturn ? all : QJsonArray())
        m_remarks.append({{static_cast<quint32>(one[0].toInteger()), one[1].toString(),
                           static_cast<quint32>(one[2].toInteger())},
                          one[3].toString()});
}

/// Notes, remarks and questions under the answers that they are about.
QHash<AnswerPath, QStringList> CasePage::saidAboutFields() const
{
    QHash<AnswerPath, QStringList> said;
    if (m_view) {
        for (const FieldNote& note : m_view->notes)
            said[note.path].append(note.text);
        for (const RemarkView& remark : m_view->remarks)
            said[remark.path].append(
                (remark.answered ? tr("Remark of %1, answered: %2") : tr("Remark of %1: %2"))
                    .arg(remark.who, remark.text));
        for (const QueryView& query : m_view->queries)
            said[query.path].append(
                (query.isOpen() ? tr("Open question. %1") : tr("Closed question. %1")).arg(saidText(query)));
    }
    for (const auto& [path, text] : m_remarks)
        said[path].append(tr("Remark for the return: %1").arg(text));
    return said;
}

/// The first remark of a return that nobody has answered; where the cursor goes when the case is opened.
std::optional<AnswerPath> CasePage::firstOpenRemark() const
{
    for (const RemarkView& remark : m_view ? m_view->remarks : QList<RemarkView>()) {
        if (!remark.answered)
            return remark.path;
    }
    return std::nullopt;
}

void CasePage::nextCase()
{
    if (m_view)
        emit neighbourWanted(m_view->state.record, 1);
}

void CasePage::caseBefore()
{
    if (m_view)
        emit neighbourWanted(m_view->state.record, -1);
}

void CasePage::recall()
{
    runAct({ActKind::Recall, {}, {}, {}, true});
}

void CasePage::reopen()
{
    auto* dialog =
        askWords(tr("Reopen %1").arg(m_view->state.localRef),
                 tr("The case goes back to the officers for correction and is approved a second time. The "
                    "approved version stays readable."),
                 tr("Reopen"));
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        runAct({ActKind::Reopen, {}, dialog->comment(), {}, true});
    });
    dialog->open();
}

}  // namespace prohori
