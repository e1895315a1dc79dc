// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/ComparedCaseDialog.h"

#include "app/desktop/AnswerTable.h"
#include "app/desktop/Controls.h"
#include "app/desktop/ErrorText.h"
#include "app/station/AnswerWords.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QShortcut>
#include <QVBoxLayout>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr QSize kComparedRoom(1180, 660);
const QString kMark = u"≠ "_s;  // what differs is not told by bold letters alone

/// The rows of both, as they stand now; those that are gone stand last.
QStringList rowsOfBoth(const Answers& then, const Answers& now, quint32 group, const QString& parent)
{
    QStringList rows;
    for (const Answers* side : {&now, &then}) {
        for (const AnswerRow& row : side->rowsOf(group, parent)) {
            if (!rows.contains(row.row))
                rows.append(row.row);
        }
    }
    return rows;
}

}  // namespace

ComparedCaseDialog::ComparedCaseDialog(const CaseView& approved, const CaseView& now, const QString& caption,
                                       QWidget* parent)
    : QDialog(parent),
      m_then(approved),
      m_now(now),
      m_differences(differencesOf(now.engine->form(), approved.answers, now.answers)),
      m_only(new QCheckBox(tr("Only what differs (Alt+D)"), this)),
      m_count(makeLabel({}, u"muted"_s, this))
{
    setObjectName(u"comparedDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(caption);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 16, 20, 16);
    QLabel* heading = makeLabel(caption, u"h2"_s, this);
    heading->setObjectName(u"comparedCaption"_s);
    layout->addWidget(heading);
    auto* bar = new QHBoxLayout;
    m_count->setObjectName(u"comparedCount"_s);
    m_only->setObjectName(u"onlyDifferencesBox"_s);
    bar->addWidget(m_count, 1);
    bar->addWidget(m_only);
    layout->addLayout(bar);
    m_table = makeTable();
    layout->addWidget(m_table, 1);
    auto* buttons = new QHBoxLayout;
    auto* next = makeButton(tr("Next difference (F8)"), u"nextDifferenceButton"_s, this, true);
    auto* close = makeButton(tr("Close (Esc)"), u"closeComparedButton"_s, this);
    next->setAutoDefault(false);
    close->setAutoDefault(false);
    setEnabledOrWhy(*next, m_differences.isEmpty() ? tr("Nothing differs.") : QString());
    buttons->addStretch(1);
    buttons->addWidget(next);
    buttons->addWidget(close);
    layout->addLayout(buttons);
    connect(next, &QPushButton::clicked, m_table, &AnswerTable::nextMarked);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(new QShortcut(QKeySequence(u"F8"_s), this), &QShortcut::activated, next, &QPushButton::click);
    connect(new QShortcut(QKeySequence(u"Alt+D"_s), this), &QShortcut::activated, m_only, &QCheckBox::toggle);
    connect(m_only, &QCheckBox::toggled, this, &ComparedCaseDialog::fill);
    giveRoom(*this, kComparedRoom);
    fill();
    if (!m_table->nextMarked())
        m_table->selectRow(0);
    m_table->setFocus();
}

AnswerTable* ComparedCaseDialog::makeTable()
{
    return new AnswerTable({tr("Question"), tr("As it was approved"), tr("As it is now")}, u"comparedTable"_s,
                           tr("The approved version beside the current one"), this);
}

void ComparedCaseDialog::fill()
{
    m_table->clearLines();
    m_count->setText(m_differences.isEmpty() ? tr("The case is exactly as it was approved.")
                                             : tr("%Ln difference(s), marked by ≠", nullptr,
                                                  static_cast<int>(m_differences.size())));
    for (const GroupDefinition& group : m_now.engine->form().groups()) {
        if (group.kind == GroupKind::Case && group.parent == 0)
            addGroup(group, {});
    }
    m_table->resizeRowsToContents();
}

void ComparedCaseDialog::addGroup(const GroupDefinition& group, const QString& parentRow)
{
    const QString label = group.label.in(Words::language());
    if (!group.repeat) {
        addAnswers(group, {}, label);
        return;
    }
    for (const QString& row : rowsOfBoth(m_then.answers, m_now.answers, group.id, parentRow)) {
        const bool isGone = !m_now.answers.findRow(row), isNew = !m_then.answers.findRow(row);
        const AnswerWords words(*m_now.engine, isGone ? m_then.answers : m_now.answers);
        const QString name = tr("%1 (%2)").arg(label, words.place({group.id, row, 0}));
        addAnswers(group, row,
                   isGone  ? kMark + tr("%1 · removed since the approval").arg(name)
                   : isNew ? kMark + tr("%1 · added since the approval").arg(name)
                           : name);
        for (const quint32 child : group.children)
            addGroup(*m_now.engine->form().group(child), row);
    }
}

/// The answered questions of one row under its heading; nothing where there is nothing to show.
void ComparedCaseDialog::addAnswers(const GroupDefinition& group, const QString& row, const QString& heading)
{
    const AnswerWords then(*m_now.engine, m_then.answers), now(*m_now.engine, m_now.answers);
    bool hasHeading = false;
    const auto head = [&] {
        if (!std::exchange(hasHeading, true))
            m_table->addHeading(heading, heading.startsWith(kMark));
    };
    if (!row.isEmpty() && heading.startsWith(kMark))
        head();
    for (const quint32 id : group.fields) {
        const AnswerPath path{group.id, row, id};
        const Answer from = m_then.answers.value(path), to = m_now.answers.value(path);
        const bool differs = from != to;
        if ((from.isBlank() && to.isBlank()) || (m_only->isChecked() && !differs))
            continue;
        head();
        const QString question = now.question(path);
        m_table->addLine({differs ? kMark + question : question, then.text(id, from), now.text(id, to)}, path,
                         differs);
    }
}

}  // namespace prohori
