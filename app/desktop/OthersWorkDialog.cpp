// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/OthersWorkDialog.h"

#include "app/desktop/AnswerTable.h"
#include "app/desktop/Controls.h"
#include "app/desktop/ErrorText.h"
#include "app/station/AnswerWords.h"

#include <QHBoxLayout>
#include <QShortcut>
#include <QVBoxLayout>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr QSize kOthersWorkRoom(900, 520);

/// "approve\tName" of OthersWork in words.
QString actText(const QString& act)
{
    const QString name = act.section(u'\t', 0, 0);
    for (const ActKind kind : allActs()) {
        if (actName(kind) == name)
            return OthersWorkDialog::tr("%1 by %2").arg(Words::act(kind), act.section(u'\t', 1));
    }
    return act;
}

}  // namespace

OthersWorkDialog::OthersWorkDialog(const OthersWork& work, QWidget* parent) : QDialog(parent)
{
    setObjectName(u"othersWorkDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Others changed %1 meanwhile").arg(work.now.state.localRef));
    auto* layout = new QVBoxLayout(this);
    const int margin = Theme::px(20);
    layout->setContentsMargins(margin, margin, margin, margin);
    layout->setSpacing(Theme::px(8));
    layout->addWidget(makeLabel(windowTitle(), u"h2"_s, this));
    layout->addWidget(makeLabel(tr("Your work is saved, and so is theirs. This came in since you opened it:"),
                                u"muted"_s, this));
    auto* table = new AnswerTable({tr("Question"), tr("Before"), tr("Now"), tr("Who")}, u"othersTable"_s,
                                  tr("What others changed"), this);
    fill(*table, work);
    layout->addWidget(table, 1);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(makeLabel(tr("Enter goes to the answer of the chosen line."), u"hint"_s, this), 1);
    auto* close = makeButton(tr("Go on (Esc)"), u"closeOthersButton"_s, this);
    close->setAutoDefault(false);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    buttons->addWidget(close);
    layout->addLayout(buttons);
    const auto go = [this, table] {
        const auto path = table->answerAt();
        accept();
        if (path)
            emit answerWanted(*path);
    };
    for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Enter})
        connect(new QShortcut(QKeySequence(key), table, nullptr, nullptr, Qt::WidgetShortcut),
                &QShortcut::activated, this, go);
    giveRoom(*this, kOthersWorkRoom);
    table->selectRow(0);
    table->setFocus();
}

void OthersWorkDialog::fill(AnswerTable& table, const OthersWork& work) const
{
    const AnswerWords before(*work.now.engine, work.before), after(*work.now.engine, work.after);
    const auto named = [](const AnswerWords& words, const AnswerPath& path) {
        const QString place = words.place(path);
        return place.isEmpty() ? words.question(path) : tr("%1 (%2)").arg(words.question(path), place);
    };
    for (const QString& act : work.acts)
        table.addHeading(actText(act));
    for (const IncomingAnswer& incoming : work.answers) {
        const AnswerDifference& one = incoming.difference;
        QStringList cells{named(after, one.path), before.text(one.path.field, one.from),
                          after.text(one.path.field, one.to), incoming.who.join(u", "_s)};
        if (one.kind == AnswerDifference::RowAdded) {
            cells[1].clear();
            cells[2] = tr("entry added");
        } else if (one.kind == AnswerDifference::RowRemoved) {
            cells = {named(before, one.path), tr("entry"), tr("removed"), cells[3]};
        }
        if (incoming.inConflict)
            cells[2] = tr("%1 — you wrote something else: the supervisor decides").arg(cells[2]);
        table.addLine(cells, one.path, incoming.inConflict);
    }
    if (work.answers.isEmpty() && work.acts.isEmpty())
        table.addHeading(tr("No answer is another than before."));
    if (!work.problems.isEmpty())
        table.addHeading(tr("Your answers and theirs do not fit together here; nobody has to correct it at "
                            "once:"));
    const AnswerWords now(*work.now.engine, work.now.answers);
    for (const Problem& problem : work.problems)
        table.addLine({named(now, problem.path), QString(),
                       now.text(problem.path.field, work.now.answers.value(problem.path)),
                       problem.message.in(Words::language())},
                      problem.path);
}

}  // namespace prohori
