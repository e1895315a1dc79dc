// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/ClassDialog.h"

#include "app/desktop/Controls.h"
#include "forms/widgets/AnswerDisplay.h"

#include <QGridLayout>
#include <QScrollArea>
#include <QVBoxLayout>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

QString labelOf(const FormDefinition& form, const QString& list, const QString& code, const QString& language)
{
    const ChoiceList* choices = form.list(list);
    const Choice* choice = choices ? choices->find(code) : nullptr;
    return choice ? choice->label.in(language) : code;
}

}  // namespace

ClassDialog::ClassDialog(const FormEngine& engine, const Answers& answers, const QString& language,
                         QWidget* parent)
    : QDialog(parent),
      m_engine(engine),
      m_answers(answers),
      m_language(language)
{
    setObjectName(u"classDialog"_s);
    setWindowTitle(tr("Trafficking or smuggling?"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* layout = new QVBoxLayout(this);
    const int margin = Theme::px(20);
    layout->setContentsMargins(margin, margin, margin, margin);
    layout->addWidget(makeLabel(tr("Trafficking or smuggling?"), u"h2"_s, this));
    auto* conclusionLabel = makeLabel(conclusion(), u"band"_s, this);
    conclusionLabel->setObjectName(u"classConclusion"_s);
    layout->addWidget(conclusionLabel);

    auto* table = new QWidget(this);
    auto* grid = new QGridLayout(table);
    grid->setHorizontalSpacing(Theme::px(16));
    grid->setVerticalSpacing(Theme::px(10));
    grid->setColumnStretch(1, 2);
    grid->setColumnStretch(3, 3);
    int column = 0;
    for (const QString& heading : {tr("Element"), tr("Your answers"), tr("Shown"), tr("What the law says")})
        grid->addWidget(makeLabel(heading, u"muted"_s, table), 0, column++);
    int row = 1;
    for (const ChecklistItem& point : engine.checklist(u"class_test"_s, answers))
        addPoint(grid, row++, point);
    grid->setRowStretch(row, 1);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(table);
    layout->addWidget(scroll, 1);

    layout->addWidget(
        makeLabel(tr("You decide; the program only shows what your answers point to."), u"muted"_s, this));
    auto* close = makeButton(tr("Close"), u"closeClassButton"_s, this, true);
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    layout->addWidget(close, 0, Qt::AlignRight);
    // Large letters must not make it larger than what it stands in.
    const QSize room = parent ? parent->window()->size() - QSize(Theme::px(24), Theme::px(24)) : size();
    resize(QSize(Theme::px(940), Theme::px(560)).boundedTo(room));
}

QString ClassDialog::conclusion() const
{
    const QString suggested = m_engine.helper(u"case/suggested_class"_s, m_answers);
    if (suggested.isEmpty())
        return tr("The answers do not point to a type of case yet.");
    return tr("The answers point to: %1")
        .arg(labelOf(m_engine.form(), u"case_class"_s, suggested, m_language));
}

QString ClassDialog::answersTo(const ChecklistItem& point) const
{
    QStringList lines;
    for (const quint32 id : point.fields) {
        const FieldDefinition* field = m_engine.form().field(id);
        const ChoiceList* list = m_engine.form().list(field->list);
        QStringList values;
        for (auto it = m_answers.values.cbegin(); it != m_answers.values.cend(); ++it) {
            if (it.key().field != id || it->text.isEmpty())
                continue;
            const QString shown = list ? labelsOf(list->choices, it->text, m_language)
                                       : readableText(*field, it->text, m_language);
            if (!values.contains(shown))
                values.append(shown);
        }
        values.sort();
        if (!values.isEmpty())
            lines.append(u"%1: %2"_s.arg(field->label.in(m_language), values.join(u", "_s)));
    }
    return lines.isEmpty() ? tr("not answered yet") : lines.join(u'\n');
}

void ClassDialog::addPoint(QGridLayout* grid, int row, const ChecklistItem& point)
{
    QWidget* table = grid->parentWidget();
    auto* name = makeLabel(point.label.in(m_language), u"h3"_s, table);
    auto* answers = makeLabel(answersTo(point), {}, table);
    answers->setObjectName(point.name);
    auto* law = makeLabel(point.explanation.in(m_language), u"muted"_s, table);
    auto* chip = new StatusChip(table);
    if (point.holds == u"true")
        chip->show(tr("yes"), ChipColour::Green);
    else if (point.holds == u"false")
        chip->show(tr("no"), ChipColour::Amber);
    else
        chip->show(tr("open"), ChipColour::Grey);
    for (QLabel* label : {name, answers, law})
        label->setWordWrap(true);
    grid->addWidget(name, row, 0, Qt::AlignTop);
    grid->addWidget(answers, row, 1, Qt::AlignTop);
    grid->addWidget(chip, row, 2, Qt::AlignTop);
    grid->addWidget(law, row, 3, Qt::AlignTop);
}

}  // namespace prohori
