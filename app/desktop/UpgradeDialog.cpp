// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/UpgradeDialog.h"

#include "app/desktop/AnswerWords.h"
#include "app/desktop/Controls.h"
#include "app/desktop/ErrorText.h"

#include <QDate>
#include <QHBoxLayout>
#include <QListWidget>
#include <QMap>
#include <QVBoxLayout>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kDigitsOfDay = 8;

/// A list that is only read: the keys move in it, and Enter is for the dialog.
QListWidget* makeList(const QString& name, const QString& told, QWidget* parent)
{
    auto* list = new QListWidget(parent);
    list->setObjectName(name);
    list->setAccessibleName(told);
    list->setWordWrap(true);
    list->setSelectionMode(QAbstractItemView::SingleSelection);
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    return list;
}

void addHeading(QListWidget& list, const QString& text)
{
    auto* item = new QListWidgetItem(text, &list);
    QFont bold = list.font();
    bold.setBold(true);
    item->setFont(bold);
}

void addLine(QListWidget& list, const QString& place, const QString& text)
{
    new QListWidgetItem(place.isEmpty() ? text : u"%1 · %2"_s.arg(place, text), &list);
}

QVBoxLayout* makeDialog(QDialog& dialog, const QString& name, const QString& title)
{
    dialog.setObjectName(name);
    dialog.setWindowTitle(title);
    dialog.setAttribute(Qt::WA_DeleteOnClose);
    auto* layout = new QVBoxLayout(&dialog);
    const int margin = Theme::px(20);
    layout->setContentsMargins(margin, margin, margin, margin);
    layout->setSpacing(Theme::px(8));
    layout->addWidget(makeLabel(title, u"h2"_s, &dialog));
    return layout;
}

/// Large letters must not make a dialog larger than what it stands in.
void giveRoom(QDialog& dialog, QWidget* around)
{
    const QSize wanted(Theme::px(720), Theme::px(480));
    dialog.resize(around ? wanted.boundedTo(around->window()->size() - QSize(Theme::px(24), Theme::px(24)))
                         : wanted);
}

}  // namespace

QString versionDay(const QString& version)
{
    const QDate day = QDate::fromString(version.left(kDigitsOfDay), u"yyyyMMdd"_s);
    return day.isValid() ? day.toString(Qt::ISODate) : version;
}

UpgradeDialog::UpgradeDialog(const QString& localRef, const CaseUpgrade& upgrade, const Answers& shown,
                             QWidget* parent)
    : QDialog(parent)
{
    auto* layout =
        makeDialog(*this, u"upgradeDialog"_s, tr("Change %1 to the new version of the form?").arg(localRef));
    auto* told = makeLabel(tr("From the version of %1 to that of %2. No answer is lost, and the earlier "
                              "answers stay in the history.")
                               .arg(versionDay(upgrade.from), versionDay(upgrade.to)),
                           u"muted"_s, this);
    told->setWordWrap(true);
    layout->addWidget(told);
    auto* list = makeList(u"upgradeList"_s, tr("What the change does"), this);
    fill(*list, upgrade, shown);
    layout->addWidget(list, 1);
    auto* buttons = new QHBoxLayout;
    auto* later = makeButton(tr("Not now"), u"cancelButton"_s, this);
    auto* change = makeButton(tr("Upgrade"), u"okButton"_s, this, true);
    change->setDefault(true);
    connect(later, &QPushButton::clicked, this, &QDialog::reject);
    connect(change, &QPushButton::clicked, this, &QDialog::accept);
    buttons->addStretch(1);
    buttons->addWidget(later);
    buttons->addWidget(change);
    layout->addLayout(buttons);
    giveRoom(*this, parent);
    list->setCurrentRow(0);
    list->setFocus();
}

void UpgradeDialog::fill(QListWidget& list, const CaseUpgrade& upgrade, const Answers& shown) const
{
    const AnswerWords before(*upgrade.before, shown);
    const AnswerWords after(*upgrade.after, upgrade.answers);
    const QString language = Words::language();
    if (!upgrade.newProblems.isEmpty())
        addHeading(list, tr("What the new version asks or finds: %1")
                             .arg(Words::number(upgrade.newProblems.size())));
    for (const Problem& problem : upgrade.newProblems)
        addLine(list, after.place(problem.path),
                tr("%1: %2").arg(after.question(problem.path), problem.message.in(language)));
    if (!upgrade.mapped.isEmpty())
        addHeading(list, tr("Answers that are replaced: %1").arg(Words::number(upgrade.mapped.size())));
    for (const UpgradeLine& line : upgrade.mapped)
        addLine(list, before.place(line.path),
                tr("%1: %2 becomes %3")
                    .arg(line.was.in(language), before.text(line.path.field, line.from),
                         after.text(line.path.field, line.to)));
    if (!upgrade.moved.isEmpty())
        addHeading(list,
                   tr("Answers that go with their question: %1").arg(Words::number(upgrade.moved.size())));
    for (const UpgradeLine& line : upgrade.moved) {
        const QString name =
            line.was == line.now
                ? line.was.in(language)
                : tr("%1 is called “%2” now").arg(line.was.in(language), line.now.in(language));
        addLine(list, before.place(line.path),
                line.wasIn == line.nowIn ? name : tr("%1 (now in “%2”)").arg(name, line.nowIn.in(language)));
    }
    if (!upgrade.parked.isEmpty())
        addHeading(list, tr("Answers whose question is gone; they stay in the case: %1")
                             .arg(Words::number(upgrade.parked.size())));
    for (const UpgradeLine& line : upgrade.parked)
        addLine(list, before.place(line.path),
                tr("%1: %2").arg(line.was.in(language),
                                 before.text(line.path.field, shown.value(line.path))));
    if (list.count() == 0)
        addLine(list, {}, tr("All answers stay as they are, and nothing new is asked of them."));
}

OtherAnswersDialog::OtherAnswersDialog(const CaseView& view, const QHash<QString, FormEnginePtr>& engines,
                                       QWidget* parent)
    : QDialog(parent)
{
    auto* layout = makeDialog(*this, u"otherAnswersDialog"_s, tr("Answers of another version of the form"));
    auto* told = makeLabel(tr("They belong to the case and stay in it; here they can only be read."),
                           u"muted"_s, this);
    told->setWordWrap(true);
    layout->addWidget(told);
    auto* list = makeList(u"otherAnswersList"_s, tr("Answers of another version of the form"), this);
    fill(*list, view, engines);
    layout->addWidget(list, 1);
    auto* close = makeButton(tr("Close"), u"okButton"_s, this, true);
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    layout->addWidget(close, 0, Qt::AlignRight);
    giveRoom(*this, parent);
    list->setCurrentRow(0);
    list->setFocus();
}

void OtherAnswersDialog::fill(QListWidget& list, const CaseView& view,
                              const QHash<QString, FormEnginePtr>& engines) const
{
    QMap<quint32, int> unknown;
    for (const OtherAnswer& other : view.others) {
        const FormEnginePtr engine = other.form ? engines.value(other.form->version()) : nullptr;
        if (!engine) {
            unknown[other.path.field] += 1;
            continue;
        }
        const AnswerWords words(*engine, view.answers);
        addLine(list, view.answers.findRow(other.path.row) ? words.place(other.path) : QString(),
                tr("%1: %2").arg(words.question(other.path), words.text(other.path.field, other.answer)));
    }
    for (auto it = unknown.begin(); it != unknown.end(); ++it)
        addLine(list, {},
                tr("Question %1, which no version on this computer knows: %Ln answer(s)", nullptr, *it)
                    .arg(Words::number(it.key())));
}

}  // namespace prohori
