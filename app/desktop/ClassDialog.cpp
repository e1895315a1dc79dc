// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/ClassDialog.h"

#include "app/desktop/Controls.h"
#include "forms/engine/AnswerDisplay.h"
#include "forms/widgets/FlowLayout.h"

#include <QButtonGroup>
#include <QGridLayout>
#include <QLineEdit>
#include <QRadioButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

const QString kClass = u"case_class"_s;
const QString kSuggested = u"class_suggested"_s;
const QString kReason = u"class_reason"_s;

QString labelOf(const FormDefinition& form, const QString& list, const QString& code, const QString& language)
{
    const ChoiceList* choices = form.list(list);
    const Choice* choice = choices ? choices->find(code) : nullptr;
    return choice ? choice->label.in(language) : code;
}

}  // namespace

ClassDialog::ClassDialog(FormModel& model, const QString& language, QWidget* parent)
    : QDialog(parent),
      m_model(model),
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
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(makeTable());
    layout->addWidget(scroll, 1);
    layout->addWidget(
        makeLabel(tr("You decide; the program only shows what your answers point to."), u"muted"_s, this));

    const bool decides = model.whyFixed(path(kClass)).isEmpty();
    if (decides)
        layout->addWidget(makeDecision());
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    auto* close = makeButton(tr("Close"), u"closeClassButton"_s, this, !decides);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    buttons->addWidget(close);
    if (decides) {
        auto* take = makeButton(tr("Take this type"), u"takeClassButton"_s, this, true);
        connect(take, &QPushButton::clicked, this, &QDialog::accept);
        take->setDefault(true);
        buttons->addWidget(take);
        judge();
    } else {
        close->setDefault(true);
    }
    layout->addLayout(buttons);
    // Large letters must not make it larger than what it stands in.
    const QSize room = parent ? parent->window()->size() - QSize(Theme::px(24), Theme::px(24)) : size();
    resize(QSize(Theme::px(940), Theme::px(620)).boundedTo(room));
}

QWidget* ClassDialog::makeTable()
{
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
    for (const ChecklistItem& point : m_model.engine().checklist(u"class_test"_s, m_model.answers()))
        addPoint(grid, row++, point);
    grid->setRowStretch(row, 1);
    return table;
}

/// The types to choose from, and the line of reason, as the form words them.
QWidget* ClassDialog::makeDecision()
{
    auto* box = new QWidget(this);
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(makeLabel(m_model.field(path(kClass)).label.in(m_language), u"h3"_s, box));
    m_classes = new QButtonGroup(this);
    const QString now = answer(kClass).isEmpty() ? answer(kSuggested) : answer(kClass);
    auto* types = new QWidget(box);  // wraps where large letters leave no room for one row
    auto* row = new FlowLayout(types);
    for (const Choice& choice : m_model.choices(path(kClass))) {
        auto* button = new QRadioButton(choice.label.in(m_language), types);
        button->setObjectName(u"class."_s + choice.code);
        button->setChecked(choice.code == now);
        m_classes->addButton(button);
        row->addWidget(button);
    }
    layout->addWidget(types);

    m_reasonBox = new QWidget(box);
    auto* lines = new QVBoxLayout(m_reasonBox);
    lines->setContentsMargins(0, 0, 0, 0);
    const FieldDefinition& reason = m_model.field(path(kReason));
    lines->addWidget(makeLabel(reason.label.in(m_language), u"h3"_s, m_reasonBox));
    lines->addWidget(makeLabel(reason.hint.in(m_language), u"hint"_s, m_reasonBox));
    m_reason = new QLineEdit(answer(kReason), m_reasonBox);
    m_reason->setObjectName(u"classReason"_s);
    m_reason->setAccessibleName(reason.label.in(m_language));
    m_reason->setMaxLength(reason.maxLength);
    lines->addWidget(m_reason);
    m_problem = makeLabel({}, u"problem"_s, m_reasonBox);
    m_problem->setObjectName(u"classReasonProblem"_s);
    lines->addWidget(m_problem);
    layout->addWidget(m_reasonBox);
    connect(m_classes, &QButtonGroup::buttonToggled, this, &ClassDialog::judge);
    connect(m_reason, &QLineEdit::textEdited, m_problem, &QLabel::clear);
    if (QAbstractButton* checked = m_classes->checkedButton())
        checked->setFocus();
    return box;
}

void ClassDialog::judge()
{
    m_problem->clear();
    m_reasonBox->setVisible(needsReason());
}

void ClassDialog::accept()
{
    if (m_classes && !chosen().isEmpty()) {
        const bool reasoned = needsReason();
        if (reasoned) {
            const Result<QString> line =
                m_model.engine().normalise(m_model.field(path(kReason)).id, m_reason->text());
            if (!line || line->isEmpty()) {
                const QString kind = line ? u"required"_s : u"range"_s;
                m_problem->setText(
                    m_model.engine().standardMessage(kind, path(kReason).field).in(m_language));
                m_reason->setFocus();
                return;
            }
        }
        write(kClass, chosen());
        if (reasoned)
            write(kReason, m_reason->text());
    }
    QDialog::accept();
}

AnswerPath ClassDialog::path(const QString& field) const
{
    const FieldDefinition* found = m_model.form().field(u"case"_s, field);
    Q_ASSERT_X(found, "ClassDialog", "the official form has this field");
    return {found->group, {}, found->id};
}

QString ClassDialog::answer(const QString& field) const
{
    return m_model.shown(path(field)).text;
}

QString ClassDialog::chosen() const
{
    const QAbstractButton* button = m_classes->checkedButton();
    return button ? button->objectName().section(u'.', 1) : QString();
}

bool ClassDialog::needsReason() const
{
    return !chosen().isEmpty() && !answer(kSuggested).isEmpty() && chosen() != answer(kSuggested)
        && m_model.whyFixed(path(kReason)).isEmpty();
}

void ClassDialog::write(const QString& field, const QString& text)
{
    const AnswerPath where = path(field);
    m_model.type(where, text);
    m_model.recheck(where);
}

QString ClassDialog::conclusion() const
{
    const QString suggested = answer(kSuggested);
    if (suggested.isEmpty())
        return tr("The answers do not point to a type of case yet.");
    return tr("The answers point to: %1")
        .arg(labelOf(m_model.form(), u"case_class"_s, suggested, m_language));
}

QString ClassDialog::answersTo(const ChecklistItem& point) const
{
    QStringList lines;
    for (const quint32 id : point.fields) {
        const FieldDefinition* field = m_model.form().field(id);
        const ChoiceList* list = m_model.form().list(field->list);
        QStringList values;
        for (auto it = m_model.answers().values.cbegin(); it != m_model.answers().values.cend(); ++it) {
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
