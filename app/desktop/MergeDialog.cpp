// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/MergeDialog.h"

#include "app/desktop/AnswerTable.h"
#include "app/desktop/CaseListModel.h"
#include "app/desktop/Controls.h"
#include "app/desktop/DialogFrame.h"
#include "app/desktop/Dialogs.h"
#include "app/desktop/ErrorText.h"
#include "app/station/AnswerWords.h"
#include "app/station/DuplicateCheck.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QSet>
#include <QShortcut>
#include <QVBoxLayout>

#include <chrono>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr QSize kMergeRoom(1080, 640);
constexpr int kMostFound = 30;
constexpr int kCommentHeight = 64;
constexpr std::chrono::milliseconds kFindPause{150};

/// What tells two cases apart at a glance, and identifies nobody.
constexpr const char* kShownFields[] = {"case_class",     "reported_on", "upazila_geo",
                                        "police_station", "fir_no",      "fir_date",
                                        "gd_no",          "flow_type",   "victims_reported"};

/// Rows of a group in short: "V-1 · girl · 15; V-2 · …".
QString rowsText(const CaseView& view, const QString& group)
{
    const GroupDefinition* known = view.engine->form().group(group);
    const AnswerWords words(*view.engine, view.answers);
    QStringList rows;
    for (const AnswerRow& row : view.answers.rows) {
        if (known && row.group == known->id)
            rows.append(words.place({row.group, row.row, 0}));
    }
    return rows.join(u"\n"_s);
}

QString answerText(const CaseView& view, const char* name)
{
    const FieldDefinition* field = view.engine->form().field(u"case"_s, QString::fromLatin1(name));
    if (!field)
        return {};
    const Answer answer = view.answers.value({field->group, {}, field->id});
    return answer.isBlank() ? u"–"_s : AnswerWords(*view.engine, view.answers).text(field->id, answer);
}

}  // namespace

MergeDialog::MergeDialog(Session& session, const CaseView& merged, QWidget* parent)
    : QDialog(parent),
      m_session(session),
      m_merged(merged),
      m_search(new QLineEdit(this)),
      m_found(new QListWidget(this)),
      m_both(new AnswerTable({QString(), tr("This case"), tr("The case that goes on")}, u"mergeTable"_s,
                             tr("Both cases beside each other"), this)),
      m_what(makeLabel({}, u"muted"_s, this)),
      m_why(makeLabel({}, u"hint"_s, this)),
      m_comment(new QPlainTextEdit(this)),
      m_ok(makeButton(tr("Merge"), u"okButton"_s, this, true))
{
    QVBoxLayout* layout =
        beginDialog(*this, u"mergeDialog"_s, tr("Merge %1 into another case").arg(merged.state.localRef),
                    kCloseSpace);
    m_what->setObjectName(u"mergeWhat"_s);
    m_what->setText(tr("%1 is closed as merged and the other case goes on. Nothing is copied: what only %1 "
                       "says has to be entered there. Both keep their history, and a merge is not undone.")
                        .arg(merged.state.localRef));
    layout->addWidget(m_what);
    auto* body = new QHBoxLayout;
    body->addWidget(makeSearch(), 2);
    body->addWidget(m_both, 3);
    layout->addLayout(body, 1);
    addAsked(*layout, tr("Why they are one case (no names, no telephone numbers)"), *m_comment,
             u"commentEdit"_s);
    m_comment->setAccessibleName(tr("Why they are one case"));
    m_comment->setTabChangesFocus(true);
    m_comment->setMaximumHeight(Theme::px(kCommentHeight));
    connect(m_comment, &QPlainTextEdit::textChanged, this, &MergeDialog::judge);
    endDialog(*layout, *m_ok, *m_why, EnterKey::IsForTheFields);
    giveRoom(*this, kMergeRoom);
    find();
    showBoth();
    m_search->setFocus();
}

QWidget* MergeDialog::makeSearch()
{
    auto* side = new QWidget(this);
    auto* layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    m_search->setObjectName(u"mergeSearchEdit"_s);
    m_search->setPlaceholderText(tr("Reference, place or name"));
    m_search->setAccessibleName(tr("Search the case that goes on"));
    m_search->setClearButtonEnabled(true);
    m_found->setObjectName(u"mergeFound"_s);
    m_found->setAccessibleName(tr("Cases found"));
    m_found->setItemDelegate(new RowDelegate(m_found));
    m_found->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    layout->addWidget(m_search);
    layout->addWidget(m_found, 1);
    m_debounce.setSingleShot(true);
    m_debounce.setInterval(kFindPause);
    connect(&m_debounce, &QTimer::timeout, this, &MergeDialog::find);
    connect(m_search, &QLineEdit::textChanged, &m_debounce, qOverload<>(&QTimer::start));
    const auto intoList = [this] {
        if (m_debounce.isActive())
            find();
        m_found->setFocus();
    };
    connect(m_search, &QLineEdit::returnPressed, this, intoList);
    connect(new QShortcut(QKeySequence(Qt::Key_Down), m_search, nullptr, nullptr, Qt::WidgetShortcut),
            &QShortcut::activated, this, intoList);
    connect(m_found, &QListWidget::currentRowChanged, this, &MergeDialog::showBoth);
    connect(m_found, &QListWidget::itemActivated, this, [this] { m_comment->setFocus(); });
    return side;
}

void MergeDialog::find()
{
    m_debounce.stop();
    CaseFilter filter;
    filter.search = m_search->text();
    filter.limit = kMostFound;
    const auto rows = m_session.station().store().cases(filter);
    const auto same = filter.search.trimmed().isEmpty()
                        ? duplicateCandidates(m_session.station(), m_merged.state)
                        : Result<QList<CaseRow>>(QList<CaseRow>());
    const QSignalBlocker quiet(m_found);
    m_found->clear();
    QSet<RecordId> shown{m_merged.state.record};
    const auto add = [&](const CaseRow& row, const QString& why) {
        if (shown.contains(row.record))
            return;
        shown.insert(row.record);
        auto* item = new QListWidgetItem(row.localRef, m_found);
        item->setData(Qt::UserRole, row.record.toBytes());
        QStringList line{why, statusText(row), row.policeStation, Words::date(row.reportedOn)};
        line.removeAll(QString());
        item->setData(RowDelegate::SecondLine, line.join(u" · "_s));
        item->setData(Qt::AccessibleTextRole, u"%1, %2"_s.arg(row.localRef, line.join(u", "_s)));
    };
    for (const CaseRow& row : same ? *same : QList<CaseRow>())
        add(row, tr("same FIR"));
    for (const CaseRow& row : rows ? *rows : QList<CaseRow>())
        add(row, QString());
    // Only what was looked for is chosen by itself: nobody merges into whatever happens to be newest.
    m_found->setCurrentRow(m_search->text().trimmed().isEmpty() || m_found->count() == 0 ? -1 : 0);
    showBoth();
}

std::optional<RecordId> MergeDialog::target() const
{
    return m_target ? std::optional(m_target->state.record) : std::nullopt;
}

QString MergeDialog::comment() const
{
    return m_comment->toPlainText().trimmed();
}

void MergeDialog::showBoth()
{
    m_target.reset();
    if (const QListWidgetItem* chosen = m_found->currentItem()) {
        if (auto view = m_session.desk().view(RecordId::fromBytes(chosen->data(Qt::UserRole).toByteArray())))
            m_target = *view;
    }
    m_both->clearLines();
    const auto line = [&](const QString& question, const QString& mine, const QString& other) {
        m_both->addLine({question, mine, m_target ? other : QString()}, {}, m_target && mine != other);
    };
    const auto other = [&](auto text) { return m_target ? text(*m_target) : QString(); };
    line(tr("Reference"), m_merged.state.localRef,
         other([](const CaseView& view) { return view.state.localRef; }));
    line(tr("State"), statusText(m_merged.row),
         other([](const CaseView& view) { return statusText(view.row); }));
    for (const char* name : kShownFields) {
        const FieldDefinition* field = m_merged.engine->form().field(u"case"_s, QString::fromLatin1(name));
        if (field)
            line(field->label.in(Words::language()), answerText(m_merged, name),
                 other([&](const CaseView& view) { return answerText(view, name); }));
    }
    for (const QString& group : {u"victim"_s, u"suspect"_s}) {
        const GroupDefinition* known = m_merged.engine->form().group(group);
        if (known)
            line(known->label.in(Words::language()), rowsText(m_merged, group),
                 other([&](const CaseView& view) { return rowsText(view, group); }));
    }
    m_both->selectRow(0);
    judge();
}

void MergeDialog::judge()
{
    QString why;
    if (!m_target)
        why = tr("Choose the case that goes on.");
    else if (m_target->state.phase == RecordPhase::Merged || m_target->state.phase == RecordPhase::Void)
        why = tr("%1 does not go on itself: %2.")
                  .arg(m_target->state.localRef, Words::phase(m_target->state.phase));
    else if (!isNationalRole(m_session.station().me().role)
             && m_target->state.homeScope != m_merged.state.homeScope)
        why = tr("It belongs to another district: only the Ministry merges across districts.");
    else if (comment().size() < kLeastComment)
        why = tr("Write why, at least %1 characters.").arg(Words::number(kLeastComment));
    m_ok->setText(m_target ? tr("Merge into %1").arg(m_target->state.localRef) : tr("Merge"));
    allow(*m_ok, *m_why, why);
}

}  // namespace prohori
