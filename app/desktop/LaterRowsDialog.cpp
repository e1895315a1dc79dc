// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/LaterRowsDialog.h"

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
constexpr QSize kLaterRowsRoom(860, 560);
}

LaterRowsDialog::LaterRowsDialog(const LaterReview& review, const QString& whyNot, QWidget* parent)
    : QDialog(parent)
{
    setObjectName(u"laterRowsDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    const auto rows = static_cast<int>(review.entries.size());
    setWindowTitle(tr("%1: %Ln row(s) with later facts", nullptr, rows).arg(review.view.state.localRef));
    auto* layout = new QVBoxLayout(this);
    const int margin = Theme::px(20);
    layout->setContentsMargins(margin, margin, margin, margin);
    layout->setSpacing(Theme::px(8));
    layout->addWidget(makeLabel(windowTitle(), u"h2"_s, this));
    layout->addWidget(makeLabel(tr("Only these rows are looked at: the approval of the rest stands as it is. "
                                   "Where something is wrong, ask about the answer (Ctrl+Q) instead."),
                                u"muted"_s, this));
    auto* table = new AnswerTable({tr("Question"), tr("Before"), tr("Now")}, u"laterRowsTable"_s,
                                  tr("Rows with later facts"), this);
    fill(*table, review);
    layout->addWidget(table, 1);
    auto* buttons = new QHBoxLayout;
    auto* why = makeLabel(whyNot, u"hint"_s, this);
    why->setObjectName(u"whyNotOk"_s);
    auto* cancel = makeButton(tr("Cancel"), u"cancelButton"_s, this);
    auto* ok = makeButton(tr("Looked at (Ctrl+Return)"), u"okButton"_s, this, true);
    setEnabledOrWhy(*ok, whyNot);
    ok->setDefault(true);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(ok, &QPushButton::clicked, this, &QDialog::accept);
    for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Enter}) {
        auto* shortcut = new QShortcut(QKeySequence(Qt::CTRL | key), this);
        connect(shortcut, &QShortcut::activated, ok, &QPushButton::click);
    }
    buttons->addWidget(why, 1);
    buttons->addWidget(cancel);
    buttons->addWidget(ok);
    layout->addLayout(buttons);
    giveRoom(*this, kLaterRowsRoom);
    table->selectRow(0);
    table->setFocus();
}

void LaterRowsDialog::fill(AnswerTable& table, const LaterReview& review) const
{
    const AnswerWords now(*review.view.engine, review.view.answers);
    const AnswerWords before(*review.view.engine, review.before);
    for (const LaterEntry& entry : review.entries) {
        const AnswerWords& words = entry.removed ? before : now;
        const QString place = words.place(entry.path);
        const QString group = words.question(entry.path);
        const QString title = place.isEmpty() ? group : tr("%1 (%2)").arg(group, place);
        const QString who = entry.who.join(u", "_s);
        table.addHeading(entry.added     ? tr("%1 · new, by %2").arg(title, who)
                         : entry.removed ? tr("%1 · removed, by %2").arg(title, who)
                                         : tr("%1 · changed, by %2").arg(title, who));
        for (const AnswerDifference& answer : entry.answers) {
            const quint32 field = answer.path.field;
            table.addLine({now.question(answer.path),
                           entry.added ? QString() : before.text(field, answer.from),
                           now.text(field, answer.to)},
                          answer.path, !entry.added && answer.from != answer.to);
        }
    }
}

}  // namespace prohori
