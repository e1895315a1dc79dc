// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/CasePage.h"

#include "app/desktop/CaseListModel.h"
#include "app/desktop/Controls.h"
#include "app/desktop/ErrorText.h"
#include "app/desktop/FoldedBands.h"
#include "app/desktop/PapersPane.h"
#include "forms/widgets/FlowLayout.h"
#include "forms/widgets/FormView.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPushButton>
#include <QSettings>
#include <QShortcut>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

const QString kCarrySetting = u"entry/carry"_s;
constexpr std::chrono::milliseconds kAutosaveAfter{1000};  // typing older than 2 s survives (REL-04)

}  // namespace

/// Whether the role does this at all, in whatever state: what it never does has no button.
bool CasePage::everDoes(Role role, Permission permission)
{
    const QList<RecordPhase> phases = allPhases();
    return std::any_of(phases.begin(), phases.end(), [&](RecordPhase phase) {
        return permitted(role, permission, phase, true).has_value();
    });
}

CasePage::CasePage(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_engine(session.station().engineFor({})),
      m_form(new FormView(*m_engine, m_random, this)),
      m_papers(new PapersPane(session, this)),
      m_title(makeLabel({}, u"h1"_s, this)),
      m_state(makeLabel({}, u"muted"_s, this)),
      m_notice(makeLabel({}, u"band"_s, this)),
      m_message(makeLabel({}, u"muted"_s, this)),
      m_chip(new StatusChip(this)),
      m_ready(new StatusChip(this)),
      m_questions(new StatusChip(this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(8);
    auto* head = new QHBoxLayout;
    head->setSpacing(12);
    m_title->setObjectName(u"caseTitle"_s);
    m_title->setWordWrap(false);
    m_chip->setObjectName(u"caseChip"_s);
    m_state->setObjectName(u"caseState"_s);
    head->addWidget(m_title);
    head->addWidget(m_chip);
    m_ready->setObjectName(u"readyPill"_s);
    head->addWidget(m_ready);
    m_questions->setObjectName(u"questionsPill"_s);
    head->addWidget(m_questions);
    head->addWidget(m_state, 1);
    layout->addLayout(head);
    m_notice->setObjectName(u"caseNotice"_s);
    m_notice->hide();
    m_bands = new FoldedBands(this);
    m_bands->setAccessibleName(tr("About this case"));
    m_bands->add(m_notice);
    m_bands->add(makeMoveBand());
    m_bands->add(makeVersionBand());
    layout->addWidget(m_bands);
    layout->addWidget(makeBody(), 1);
    m_message->setObjectName(u"caseMessage"_s);
    m_message->setAccessibleName(tr("Message"));
    layout->addWidget(m_message);
    makeActions(layout);

    m_autosave.setSingleShot(true);
    m_autosave.setInterval(kAutosaveAfter);
    connect(&m_autosave, &QTimer::timeout, this, &CasePage::keepDraft);
    connectForm();
    auto* before = new QShortcut(QKeySequence(u"Shift+F8"_s), this);
    connect(before, &QShortcut::activated, this, [this] { goToProblem(-1); });
    connect(m_close, &QPushButton::clicked, this, [this] {
        keepDraft();
        emit closed();
    });
}

CasePage::~CasePage() = default;

void CasePage::connectForm()
{
    FormModel& model = m_form->model();
    model.setPinned(pinnedFields());
    restoreLastCase();
    connect(m_form, &FormView::answerChanged, this, &CasePage::noteTyping);
    connect(m_form, &FormView::rowAdded, this, &CasePage::noteTyping);
    connect(m_form, &FormView::rowRemoved, this, &CasePage::noteTyping);
    connect(m_form, &FormView::cursorMoved, this, &CasePage::noteCursor);
    connect(m_form, &FormView::openCountChanged, this, [this](int count) {
        m_open = count;
        retellReady();
    });
    connect(&model, &FormModel::marksChanged, this, [this](const AnswerPath& path) {
        if (path.field != 0)
            noteTyping();
    });
    connect(&model, &FormModel::pinnedChanged, this, [this] {
        QStringList fields;
        for (const quint32 field : m_form->model().pinned())
            fields.append(QString::number(field));
        QSettings().setValue(kCarrySetting, fields);
    });
}

QSet<quint32> CasePage::pinnedFields()
{
    QSet<quint32> fields;
    for (const QString& field : QSettings().value(kCarrySetting).toStringList())
        fields.insert(field.toUInt());
    return fields;
}

void CasePage::keyPressEvent(QKeyEvent* event)
{
    // The keys of the form count also while a button around it has the focus.
    if (!m_form->takeCommand(*event))
        QWidget::keyPressEvent(event);
}

/// Drafts and what came back show how much is open before they can be submitted.
void CasePage::retellReady()
{
    const bool entered =
        !m_form->isReadOnly()
        && (!m_view || m_view->row.phase == RecordPhase::Draft || m_view->row.phase == RecordPhase::Returned
            || m_view->row.phase == RecordPhase::Reopened);
    int open = m_open;
    if (m_view) {
        open += static_cast<int>(m_view->conflicts.size());
        open += static_cast<int>(std::count_if(m_view->remarks.begin(), m_view->remarks.end(),
                                               [](const RemarkView& remark) { return !remark.answered; }));
    }
    m_ready->show(!entered   ? QString()
                  : open > 0 ? tr("%Ln problem(s)", nullptr, open)
                             : tr("ready"),
                  open > 0 ? ChipColour::Amber : ChipColour::Green);
}

void CasePage::makeActions(QVBoxLayout* into)
{
    // Wraps where large letters leave no room for one row.
    auto* actions = new QWidget(this);
    auto* bar = new FlowLayout(actions);
    into->addWidget(actions);
    m_close = addAction(tr("Close"), u"closeCaseButton"_s, u"Esc"_s, nullptr);
    m_identities =
        addAction(tr("Open names…"), u"openIdentitiesButton"_s, u"Ctrl+I"_s, &CasePage::openIdentities);
    m_problem = addAction(tr("Next problem"), u"nextProblemButton"_s, u"F8"_s, &CasePage::nextProblem);
    m_classTest = addAction(tr("TIP or SOM?"), u"classTestButton"_s, u"F4"_s, &CasePage::showClassTest);
    m_discard = addAction(tr("Discard…"), u"discardButton"_s, u"Ctrl+Shift+X"_s, &CasePage::discard);
    const Role role = m_session.station().me().role;
    const bool national = isNationalRole(role);
    m_return = addAction(national ? tr("Query the district…") : tr("Return…"), u"returnButton"_s, u"Ctrl+R"_s,
                         &CasePage::returnToOfficer);
    m_approve = addAction(national ? tr("Accept…") : tr("Approve…"), u"approveButton"_s, u"Ctrl+P"_s,
                          &CasePage::approve, true);
    m_save = addAction(tr("Save"), u"saveCaseButton"_s, u"Ctrl+S"_s, &CasePage::save, true);
    m_submit = addAction(tr("Submit"), u"submitCaseButton"_s, u"Ctrl+Return"_s, &CasePage::submit, true);
    m_more = makeMore();
    m_again = makeEnterAgain(*m_more);
    QWidget* before = m_form;
    for (QPushButton* button : {m_close, m_save, m_submit, m_return, m_approve, m_problem, m_classTest,
                                m_identities, m_discard, m_more}) {
        bar->addWidget(button);
        setTabOrder(before, button);
        before = button;
    }
    m_save->setVisible(everDoes(role, Permission::Edit));
    m_again->setVisible(everDoes(role, Permission::Edit));
    m_discard->setVisible(everDoes(role, Permission::Edit));
    m_submit->setVisible(everDoes(role, Permission::Submit));
    m_approve->setVisible(everDoes(role, permissionFor(confirmKind())));
    m_return->setVisible(everDoes(role, permissionFor(sendBackKind())));
    makeFolding(*m_more->menu());
}

QPushButton* CasePage::addAction(const QString& text, const QString& name, const QString& key,
                                 void (CasePage::*slot)(), bool primary)
{
    const QKeySequence sequence(key);
    QPushButton* button =
        makeButton(u"%1 (%2)"_s.arg(text, sequence.toString(QKeySequence::NativeText)), name, this, primary);
    button->setProperty("actionText", text);
    button->setProperty("actionKey", sequence.toString(QKeySequence::NativeText));
    // A shortcut of the button itself would take the cursor away from the field, and tell nothing where the button is off.
    auto* shortcut = new QShortcut(sequence, this);
    connect(shortcut, &QShortcut::activated, this, [this, button] {
        if (!isOffered(*button))
            return;
        if (button->isEnabled())
            button->click();
        else
            tell(whyDisabled(*button), false);
    });
    if (slot)
        connect(button, &QPushButton::clicked, this, slot);
    return button;
}

void CasePage::setLanguage(const QString& language)
{
    m_language = language;
    m_form->setLanguage(language);
}

void CasePage::startNew()
{
    keepDraft();
    rememberCase();
    (void)shownForm();
    m_view.reset();
    m_dirty = false;
    m_draftId.clear();
    const auto draft = findDraft({});
    drawIn(engineOfDraft(draft ? draft->content.value(kFormVersion).toString() : QString()));
    Answers answers;
    const FieldDefinition* district = m_engine->form().field(u"case"_s, u"district_code"_s);
    answers.values.insert({district->group, {}, district->id}, {m_session.station().me().scope, {}, false});
    m_form->setReadOnly(false, {});
    m_form->setAnswers(answers);
    tell({}, true);
    const bool resumed = draft && resume(*draft);
    if (!resumed)
        m_form->model().carryIntoCase();
    retell();
    if (!resumed)
        shownForm()->focusFirst();
}

void CasePage::open(const RecordId& record)
{
    keepDraft();
    rememberCase();
    (void)shownForm();
    m_draftId.clear();
    m_remarks.clear();
    m_correction = {};
    m_submitsNext = false;
    m_dirty = false;
    tell({}, true);
    const auto view = m_session.desk().view(record);
    if (!view) {
        m_view.reset();
        m_form->setReadOnly(true, Words::error(view.error()));
        m_form->setAnswers({});
        tell(Words::error(view.error()), false);
        retell();
        return;
    }
    m_view = *view;
    findRemarks();
    show(*view);
    const auto draft = findDraft(record);
    if (draft && resume(*draft))
        return;
    showChanges();
    const auto remark = firstOpenRemark();
    if (!remark || !shownForm()->goTo(*remark))
        shownForm()->focusFirst();
}

void CasePage::goTo(const AnswerPath& place)
{
    if (place.group != 0 || place.field != 0)
        (void)shownForm()->goTo(place);
}

void CasePage::show(const CaseView& view)
{
    m_view = view;
    drawIn(view.engine);
    const auto mayEdit = m_session.desk().mayEdit(view);
    m_form->setReadOnly(!mayEdit, mayEdit ? QString() : Words::whyNot(mayEdit.error(), view.row.phase));
    m_form->setAnswers(view.answers);
    showNotes();
    retell();
}

void CasePage::tell(const QString& text, bool good)
{
    setRole(*m_message, good ? u"good"_s : u"problem"_s);
    m_message->setText(text);
    m_message->setVisible(!text.isEmpty());
}

void CasePage::retell()
{
    if (m_view) {
        const bool national = isNationalRole(m_session.station().me().role);
        m_title->setText(national && !m_view->row.nationalRef.isEmpty() ? m_view->row.nationalRef
                                                                        : m_view->state.localRef);
        m_chip->show(statusText(m_view->row), statusColour(m_view->row));
    } else {
        m_title->setText(tr("New case"));
        m_chip->show(m_dirty ? tr("not saved yet") : QString(), ChipColour::Amber);
    }
    m_state->setText(stateLine());
    if (m_view)
        m_papers->showCase(*m_view);
    else
        m_papers->clear();
    const QString notice = noticeText();
    m_notice->setText(notice);
    m_notice->setVisible(!notice.isEmpty());
    retellVersion();
    retellReady();
    retellQuestions();
    retellButtons();
}

}  // namespace prohori
