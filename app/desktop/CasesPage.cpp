// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/CasesPage.h"

#include "app/desktop/Controls.h"
#include "app/desktop/ErrorText.h"
#include "app/desktop/HandoverDialog.h"
#include "app/station/GoneCases.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QHash>
#include <QHeaderView>
#include <QLineEdit>
#include <QScrollBar>
#include <QShortcut>
#include <QTableView>
#include <QVBoxLayout>

#include <chrono>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr std::chrono::milliseconds kSearchPause{120};
constexpr std::chrono::milliseconds kCountingPause{40};
constexpr qint64 kMostCounted = 1000;
constexpr qsizetype kToldGone = 2;
const QList<RecordPhase> kShownPhases{
    RecordPhase::Draft,    RecordPhase::Submitted,        RecordPhase::Returned,
    RecordPhase::Reopened, RecordPhase::DistrictApproved, RecordPhase::HqReceived,
    RecordPhase::HqQuery,  RecordPhase::HqAccepted,       RecordPhase::Frozen,
    RecordPhase::Void};
constexpr int kLeastCaseWidth = 190;

/// Leaves columns out that would squeeze the case's own one: large text on a small screen.
class ColumnFitter final : public QObject {
public:
    explicit ColumnFitter(QTableView& table) : QObject(&table), m_table(table)
    {
        table.viewport()->installEventFilter(this);
    }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::Resize)
            fit();
        return QObject::eventFilter(watched, event);
    }

private:
    void fit()
    {
        int left = m_table.viewport()->width() - Theme::px(kLeastCaseWidth);
        for (const int column :
             {CaseListModel::Status, CaseListModel::Time, CaseListModel::Persons, CaseListModel::Place}) {
            const int width = m_widths.value(column, m_table.columnWidth(column));
            m_widths.insert(column, width);
            left -= width;
            m_table.setColumnHidden(column, left < 0);
        }
    }

    QTableView& m_table;
    QHash<int, int> m_widths;  ///< a hidden column has none of its own
};
}  // namespace

void dressCaseTable(QTableView& table, CaseListModel& model)
{
    table.setModel(&model);
    table.setItemDelegate(new RowDelegate(&table));
    table.setSelectionBehavior(QAbstractItemView::SelectRows);
    table.setSelectionMode(QAbstractItemView::SingleSelection);
    table.setShowGrid(false);
    table.setTabKeyNavigation(false);
    table.verticalHeader()->hide();
    table.verticalHeader()->setDefaultSectionSize(Theme::px(48));
    table.horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table.horizontalHeader()->setSectionResizeMode(CaseListModel::Case, QHeaderView::Stretch);
    table.setColumnWidth(CaseListModel::Status, Theme::px(262));
    table.setColumnWidth(CaseListModel::Persons, Theme::px(190));
    table.setColumnWidth(CaseListModel::Place, Theme::px(130));
    table.setColumnWidth(CaseListModel::Time, Theme::px(140));
    table.horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table.horizontalHeader()->setHighlightSections(false);
    table.setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    new ColumnFitter(table);
}

CasesPage::CasesPage(Session& session, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_model(session.station().store(), session.station().clock(), CaseListModel::Order::NewestFirst),
      m_search(new QLineEdit(this)),
      m_state(new QComboBox(this)),
      m_mine(new QCheckBox(tr("Only mine"), this)),
      m_count(makeLabel({}, u"muted"_s, this)),
      m_table(new QTableView(this)),
      m_handOver(makeButton(tr("Hand over… (Ctrl+Shift+H)"), u"handOverButton"_s, this)),
      m_withdraw(makeButton(tr("Withdraw the offer (Ctrl+Shift+W)"), u"withdrawOfferButton"_s, this)),
      m_message(makeLabel({}, u"hint"_s, this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->addLayout(makeSearchBar());
    m_table->setObjectName(u"caseTable"_s);
    m_model.setDeadlines(session.deadlines());
    m_table->setAccessibleName(tr("Cases"));
    dressCaseTable(*m_table, m_model);
    m_model.setReader(session.station().me().person);
    layout->addWidget(m_table, 1);
    layout->addLayout(makeHandovers());

    m_debounce.setSingleShot(true);
    m_debounce.setInterval(kSearchPause);
    connect(&m_debounce, &QTimer::timeout, this, &CasesPage::applyFilter);
    connect(m_search, &QLineEdit::textChanged, &m_debounce, qOverload<>(&QTimer::start));
    connect(m_search, &QLineEdit::returnPressed, this, [this] {
        applyFilter();
        m_table->setFocus();
        if (m_model.cases() > 0)
            m_table->selectRow(0);
    });
    connect(m_state, &QComboBox::currentIndexChanged, this, &CasesPage::applyFilter);
    connect(m_mine, &QCheckBox::toggled, this, &CasesPage::applyFilter);
    connect(m_table, &QTableView::activated, this, &CasesPage::openCurrent);
    m_model.setShowsOpen(
        permitted(m_session.station().me().role, Permission::Edit, RecordPhase::Draft, true).has_value());
    m_counting.setSingleShot(true);
    m_counting.setInterval(kCountingPause);
    connect(&m_counting, &QTimer::timeout, this, &CasesPage::countNext);
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, &m_counting,
            qOverload<>(&QTimer::start));
    connect(&m_session, &Session::caseSaved, this, &CasesPage::applyFilter);
    connect(&m_session, &Session::syncFinished, this, &CasesPage::applyFilter);
    connect(&m_session, &Session::datesWorkedOut, this, &CasesPage::applyFilter);
}

QLayout* CasesPage::makeSearchBar()
{
    auto* bar = new QHBoxLayout;
    m_search->setObjectName(u"caseSearchEdit"_s);
    m_search->setPlaceholderText(tr("Search reference, place, name (Ctrl+K)"));
    m_search->setAccessibleName(tr("Search cases"));
    m_search->setClearButtonEnabled(true);
    m_state->setObjectName(u"stateFilter"_s);
    m_state->setAccessibleName(tr("Show only this state"));
    m_state->addItem(tr("All states"));
    for (const RecordPhase phase : kShownPhases)
        m_state->addItem(Words::phase(phase), static_cast<int>(phase));
    bar->addWidget(m_search, 2);
    bar->addWidget(m_state, 1);
    m_mine->setObjectName(u"onlyMineBox"_s);
    m_count->setObjectName(u"caseCount"_s);
    m_count->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    bar->setSpacing(12);
    bar->addWidget(m_mine);
    bar->addWidget(m_count, 1);
    return bar;
}

QLayout* CasesPage::makeHandovers()
{
    auto* bar = new QHBoxLayout;
    bar->addWidget(m_handOver);
    bar->addWidget(m_withdraw);
    m_message->setObjectName(u"caseListMessage"_s);
    bar->addWidget(m_message, 1);
    connect(new QShortcut(QKeySequence(u"Ctrl+Shift+H"_s), this), &QShortcut::activated, m_handOver,
            &QPushButton::click);
    connect(new QShortcut(QKeySequence(u"Ctrl+Shift+W"_s), this), &QShortcut::activated, m_withdraw,
            &QPushButton::click);
    const Role role = m_session.station().me().role;
    const bool ever = permitted(role, Permission::HandOver, RecordPhase::Draft, true).has_value();
    m_handOver->setVisible(ever);
    m_withdraw->setVisible(ever);
    connect(m_handOver, &QPushButton::clicked, this, &CasesPage::handOver);
    connect(m_withdraw, &QPushButton::clicked, this, &CasesPage::withdraw);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &CasesPage::judgeRow);
    return bar;
}

void CasesPage::handOver()
{
    const CaseRow* row = m_model.row(m_table->currentIndex());
    const bool may = row && HandoverDesk(m_session.station()).mayPropose(*row);
    auto* dialog = new HandoverDialog(m_session, may ? std::optional(*row) : std::nullopt, this);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        const auto given = dialog->propose();
        if (!given) {
            tell(Words::error(given.error()));
            return;
        }
        const auto count = static_cast<int>(given->cases.size());
        QString text = tr("%Ln case(s) offered to %1.", nullptr, count).arg(dialog->receiverName());
        if (given->withoutKeys > 0)
            text += u' '
                  + tr("The names in %Ln of them can be read by the new holder only when the "
                       "administrator has confirmed that person.",
                       nullptr, given->withoutKeys);
        // One look at the lists is enough for all.
        m_session.noteSaved(given->cases.size() == 1 ? given->cases.last().record : RecordId());
        tell(text);
    });
    dialog->open();
}

void CasesPage::withdraw()
{
    const CaseRow* row = m_model.row(m_table->currentIndex());
    if (!row)
        return;
    const RecordId record = row->record;
    const auto done = HandoverDesk(m_session.station()).answer(HandoverStep::Withdraw, {record});
    if (done)
        m_session.noteSaved(record);
    tell(done ? tr("The offer of %1 is withdrawn.").arg(done->first().localRef) : Words::error(done.error()));
}

void CasesPage::judgeRow()
{
    const CaseRow* row = m_model.row(m_table->currentIndex());
    const PersonInfo& me = m_session.station().me();
    const bool mine = row && (row->holders.contains(me.person) || me.role == Role::DistrictReviewer);
    setEnabledOrWhy(*m_withdraw, row && mine && !row->offeredTo.isEmpty()
                                     ? QString()
                                     : tr("This case is not offered to anybody by you."));
}

void CasesPage::tell(const QString& text)
{
    m_message->setText(text);
    m_tellsGone = false;
}

void CasesPage::search(const QString& text)
{
    m_search->setText(text);
    m_search->setFocus();
    m_search->selectAll();
}

void CasesPage::showPhase(std::optional<RecordPhase> phase, bool onlyMine)
{
    m_search->clear();
    m_mine->setChecked(onlyMine);
    m_state->setCurrentIndex(phase ? m_state->findData(static_cast<int>(*phase)) : 0);
    applyFilter();
    m_table->setFocus();
}

void CasesPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    applyFilter();
    if (!m_search->hasFocus())
        m_table->setFocus();
}

void CasesPage::applyFilter()
{
    if (!isVisible())
        return;
    CaseFilter filter;
    filter.search = m_search->text();
    if (m_state->currentData().isValid())
        filter.phase = static_cast<RecordPhase>(m_state->currentData().toInt());
    if (m_mine->isChecked())
        filter.holder = m_session.station().me().person;
    m_uncountable.clear();
    m_counting.start();
    const CaseRow* before = m_model.row(m_table->currentIndex());
    const RecordId chosen = before ? before->record : RecordId();
    m_model.setFilter(filter, comingFor(filter));
    const QModelIndex again = m_model.indexOf(chosen);
    if (m_model.cases() > 0)
        m_table->selectRow(again.isValid() ? again.row() : 0);
    judgeRow();
    const auto count = m_session.station().store().countCases(filter, kMostCounted);
    if (!count)
        m_count->setText(Words::error(count.error()));
    else if (*count > kMostCounted)
        m_count->setText(tr("more than %1 cases").arg(Words::number(kMostCounted)));
    else
        m_count->setText(tr("%Ln case(s)", nullptr, static_cast<int>(*count)));
    tellWhereItWent();
}

/// Whose number is searched for and that are not here yet. Nobody is known to hold one of them.
QList<ComingCase> CasesPage::comingFor(const CaseFilter& filter) const
{
    const auto found = filter.holder ? Result<QList<ComingCase>>(QList<ComingCase>())
                                     : comingByNumber(m_session.station().store(), filter.search);
    QList<ComingCase> shown;
    for (const ComingCase& one : found ? *found : QList<ComingCase>()) {
        if (!filter.phase || one.phase == *filter.phase)
            shown.append(one);
    }
    return shown;
}

/// Of a number that was searched for and is not here any more. It is said of this search alone.
void CasesPage::tellWhereItWent()
{
    const QString went = m_model.cases() == 0 ? whereItWent() : QString();
    if (went.isEmpty() && !m_tellsGone)
        return;
    tell(went);
    m_tellsGone = !went.isEmpty();
}

QString CasesPage::whereItWent() const
{
    const auto found = goneByNumber(m_session.station().store(), m_search->text());
    if (!found)
        return Words::error(found.error());
    QStringList said;
    for (const GoneRecord& one : found->mid(0, kToldGone))
        said.append(tr("Case %1: %2.").arg(one.localRef, Words::gone(one)));
    if (const auto more = found->size() - kToldGone; more > 0)
        said.append(tr("%Ln more with such a number: type all of it.", nullptr, static_cast<int>(more)));
    return said.join(u'\n');
}

/// One case in view that nobody has counted yet, such as one that came by sync; then the next, when the hand rests.
void CasesPage::countNext()
{
    if (!isVisible())
        return;
    const int last = m_table->rowAt(m_table->viewport()->height() - 1);
    const QList<RecordId> waiting =
        m_model.uncounted(m_table->rowAt(0), last < 0 ? m_model.rowCount() - 1 : last);
    for (const RecordId& record : waiting) {
        if (m_uncountable.contains(record))
            continue;
        if (m_session.desk().countOpenProblems(record))
            m_model.reread(record);
        m_uncountable.insert(record);  // once is enough, until the list is made anew
        m_counting.start();
        return;
    }
}

void CasesPage::openCurrent()
{
    if (const CaseRow* row = m_model.row(m_table->currentIndex()))
        emit caseChosen(row->record);
}

}  // namespace prohori
