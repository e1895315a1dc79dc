// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/UpgradeDialog.h"

#include "app/desktop/Controls.h"
#include "app/desktop/ErrorText.h"
#include "app/station/AnswerWords.h"

#include <QDate>
#include <QHBoxLayout>
#include <QListWidget>
#include <QMap>
#include <QVBoxLayout>

#include <algorithm>

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
    list->setSpacing(Theme::px(2));
    // A long answer is read line by line.
    list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list->setResizeMode(QListView::Adjust);
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
    return day.isValid() ? Words::date(day.toString(Qt::ISODate)) : version;
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

/// What is told of the answers, list by list.
class UpgradeDialog::Teller {
public:
    Teller(QListWidget& list, const CaseUpgrade& upgrade, const Answers& shown)
        : m_list(list),
          m_upgrade(upgrade),
          m_shown(shown),
          m_before(*upgrade.before, shown),
          m_after(*upgrade.after, upgrade.answers)
    {}

    void tell()
    {
        tellProblems();
        tellLeft();
        tellRows();
        tellComputed();
        tellMapped();
        tellMoved();
        tellParked();
        if (m_list.count() == 0)
            addLine(m_list, {}, tr("All answers stay as they are, and nothing new is asked of them."));
    }

private:
    bool isOld(const UpgradeLine& line) const
    {
        const FieldDefinition* field = m_upgrade.before->form().field(line.path.field);
        return field && field->group == line.path.group;
    }
    QString place(const UpgradeLine& line) const
    {
        return isOld(line) ? m_before.place(line.path) : m_after.place(line.nowPath);
    }
    QString name(const UpgradeLine& line) const
    {
        return (line.was.isEmpty() ? line.now : line.was).in(m_language);
    }
    void heading(const QString& text, qsizetype count)
    {
        if (count > 0)
            addHeading(m_list, text.arg(Words::number(count)));
    }

    void tellProblems()
    {
        heading(tr("What the new version asks or finds: %1"), m_upgrade.newProblems.size());
        for (const Problem& problem : m_upgrade.newProblems)
            addLine(m_list, m_after.place(problem.path),
                    tr("%1: %2").arg(m_after.question(problem.path), problem.message.in(m_language)));
    }

    void tellLeft()
    {
        heading(tr("What the new version cannot take over here: %1"), m_upgrade.left.size());
        for (const UpgradeLine& line : m_upgrade.left) {
            const QString why =
                line.why == u"sealed"
                    ? tr("it needs an answer that is sealed and that you cannot read; all stays "
                         "as it is")
                : line.why == u"fixed" ? tr("this answer is never changed; it stays as it is")
                                       : tr("the earlier answers do not give it; it stays open");
            addLine(m_list, place(line), tr("%1: %2").arg(name(line), why));
        }
    }

    void tellRows()
    {
        heading(tr("Entries that are added for answers: %1"), m_upgrade.rows.size());
        for (const AnswerRow& row : m_upgrade.rows)
            addLine(m_list, m_after.place({row.group, row.row, 0}),
                    m_after.question({row.group, row.row, 0}));
    }

    void tellComputed()
    {
        heading(tr("Answers that are worked out: %1"), m_upgrade.computed.size());
        for (const UpgradeLine& line : m_upgrade.computed) {
            const QString to = m_after.text(line.nowPath.field, line.to);
            addLine(m_list, place(line),
                    line.from.isBlank()
                        ? tr("%1: %2").arg(line.now.in(m_language), to)
                        : tr("%1: %2 becomes %3")
                              .arg(line.now.in(m_language), m_after.text(line.nowPath.field, line.from), to));
        }
    }

    void tellMapped()
    {
        heading(tr("Answers that are replaced: %1"), m_upgrade.mapped.size());
        for (const UpgradeLine& line : m_upgrade.mapped)
            addLine(m_list, place(line),
                    tr("%1: %2 becomes %3")
                        .arg(name(line), m_before.text(line.path.field, line.from),
                             m_after.text(line.nowPath.field, line.to)));
    }

    void tellMoved()
    {
        heading(tr("Answers that go with their question: %1"), m_upgrade.moved.size());
        for (const UpgradeLine& line : m_upgrade.moved) {
            const QString name =
                line.was == line.now
                    ? line.was.in(m_language)
                    : tr("%1 is called “%2” now").arg(line.was.in(m_language), line.now.in(m_language));
            const bool intoRow = line.nowPath.row != line.path.row && !line.nowPath.row.isEmpty();
            const QString card = line.nowIn.in(m_language);
            const QString where = intoRow ? u"%1 · %2"_s.arg(m_after.place(line.nowPath), card)
                                : line.wasIn == line.nowIn ? QString()
                                                           : card;
            addLine(m_list, place(line), where.isEmpty() ? name : tr("%1 (now in “%2”)").arg(name, where));
        }
    }

    void tellParked()
    {
        heading(tr("Answers whose question is gone; they stay in the case: %1"), m_upgrade.parked.size());
        for (const UpgradeLine& line : m_upgrade.parked)
            addLine(m_list, place(line),
                    tr("%1: %2").arg(name(line), m_before.text(line.path.field, m_shown.value(line.path))));
    }

    QListWidget& m_list;
    const CaseUpgrade& m_upgrade;
    const Answers& m_shown;
    AnswerWords m_before, m_after;
    QString m_language = Words::language();
};

void UpgradeDialog::fill(QListWidget& list, const CaseUpgrade& upgrade, const Answers& shown) const
{
    Teller(list, upgrade, shown).tell();
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
    // Rows in the order in which the case has them.
    QHash<QString, int> places;
    for (const AnswerRow& row : view.answers.rows)
        places.insert(row.row, static_cast<int>(places.size()) + 1);
    QList<OtherAnswer> others = view.others;
    std::stable_sort(others.begin(), others.end(), [&](const OtherAnswer& a, const OtherAnswer& b) {
        return std::pair(a.path.group, places.value(a.path.row))
             < std::pair(b.path.group, places.value(b.path.row));
    });
    QMap<quint32, int> unknown;
    for (const OtherAnswer& other : std::as_const(others)) {
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
