// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/ConflictCard.h"

#include "app/desktop/Controls.h"
#include "app/desktop/ErrorText.h"
#include "app/station/AnswerCodec.h"
#include "forms/widgets/FieldEditor.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QRadioButton>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr int kOriginal = 1000;  ///< ids of the buttons: sides count from 0
constexpr int kTyped = 1001;
}  // namespace

ConflictCard::ConflictCard(const FormEngine& engine, const CaseView& view, const ConflictView& conflict,
                           int number, QWidget* parent)
    : QFrame(parent),
      m_engine(engine),
      m_view(view),
      m_conflict(conflict),
      m_words(engine, view.answers),
      m_model(engine, m_random),
      m_chosen(new QButtonGroup(this)),
      m_name(u"conflict%1"_s.arg(number))
{
    std::stable_partition(m_conflict.sides.begin(), m_conflict.sides.end(),
                          [](const ConflictChoice& side) { return side.mine; });
    setObjectName(m_name);
    setProperty("role", u"card"_s);
    m_model.setLanguage(Words::language());
    m_model.setAnswers(view.answers);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 14);
    addHeading(layout, number);
    auto* columns = new QHBoxLayout;
    columns->setSpacing(Theme::px(10));
    addSides(columns);
    addOriginal(columns);
    layout->addLayout(columns);
    addTyping(layout);
    connect(m_chosen, &QButtonGroup::idToggled, this, &ConflictCard::decided);
    connect(&m_model, &FormModel::answerChanged, this, &ConflictCard::decided);
}

void ConflictCard::addHeading(QBoxLayout* into, int number)
{
    const AnswerPath whole{m_conflict.path.group, m_conflict.path.row, 0};
    const QString what = m_conflict.key.isExistence()
                           ? tr("%1: removed by one, changed by the other").arg(m_words.question(whole))
                       : !m_conflict.key.option.isEmpty()
                           ? tr("%1: one choice").arg(m_words.question(m_conflict.path))
                           : questions();
    into->addWidget(makeLabel(u"%1. %2"_s.arg(Words::number(number), what), u"h2"_s, this));
    QStringList around;
    if (const QString place = m_words.place(m_conflict.path); !place.isEmpty())
        around.append(place);
    QStringList beside;
    for (const AnswerRow& row : m_view.answers.rowsOf(m_conflict.path.group)) {
        if (row.row != m_conflict.path.row)
            beside.append(m_words.place({row.group, row.row, 0}));
    }
    if (!around.isEmpty() && !beside.isEmpty())
        around.append(tr("beside it: %1").arg(beside.join(u"; "_s)));
    if (!around.isEmpty()) {
        QLabel* line = makeLabel(around.join(u" · "_s), u"muted"_s, this);
        line->setObjectName(m_name + u".place"_s);
        into->addWidget(line);
    }
}

/// What is asked, of a merge group all of it.
QString ConflictCard::questions() const
{
    QStringList all;
    for (const quint32 field : fields())
        all.append(m_words.question({m_conflict.path.group, m_conflict.path.row, field}));
    return all.join(u", "_s);
}

QList<quint32> ConflictCard::fields() const
{
    if (!m_conflict.key.mergeGroup.isEmpty())
        return m_engine.form().mergeGroupFields(m_conflict.key.group, m_conflict.key.mergeGroup);
    return {m_conflict.path.field};
}

QString ConflictCard::valueLine(quint32 field, const Answer& answer) const
{
    if (m_conflict.key.isExistence())
        return answer.text == u"true"_s ? tr("The entry stays") : tr("The entry is removed");
    if (!m_conflict.key.option.isEmpty()) {
        const auto option = Cbor::decode(m_conflict.key.option);
        const QString label = option && option->isText() ? m_words.choice(field, option->toText())
                                                         : tr("a choice that is sealed to you");
        return answer.text == u"true"_s ? tr("chosen: %1").arg(label) : tr("not chosen: %1").arg(label);
    }
    return m_words.text(field, answer);
}

QRadioButton* ConflictCard::addColumn(QBoxLayout* into, const QString& title, const QString& name, int id)
{
    auto* frame = new QFrame(this);
    frame->setProperty("role", u"column"_s);
    auto* column = new QVBoxLayout(frame);
    column->setContentsMargins(12, 10, 12, 10);
    auto* button = new QRadioButton(title, frame);
    button->setObjectName(m_name + u'.' + name);
    m_chosen->addButton(button, id);
    column->addWidget(button);
    into->addWidget(frame, 1);
    return button;
}

void ConflictCard::tellValues(QBoxLayout* column, const ConflictChoice& choice, bool bold)
{
    QStringList spoken;
    const QList<quint32> all = m_conflict.key.isExistence() ? QList<quint32>{0} : fields();
    for (const quint32 field : all) {
        const QString text = valueLine(field, choice.values.value(field));
        if (all.size() > 1)
            column->addWidget(
                makeLabel(m_words.question({m_conflict.path.group, {}, field}), u"hint"_s, this));
        QLabel* value = makeLabel(text, bold ? u"key"_s : QString(), this);
        column->addWidget(value);
        spoken.append(text);
    }
    if (!choice.who.isEmpty())
        column->addWidget(makeLabel(choice.received
                                        ? tr("%1, %2 by that computer's clock; at the server %3")
                                              .arg(choice.who.join(u", "_s), Words::moment(choice.claimed),
                                                   Words::moment(*choice.received))
                                        : tr("%1, %2 by that computer's clock; not at the server yet")
                                              .arg(choice.who.join(u", "_s), Words::moment(choice.claimed)),
                                    u"muted"_s, this));
    column->addStretch();
    if (auto* button = qobject_cast<QRadioButton*>(column->itemAt(0)->widget()))
        button->setAccessibleDescription(spoken.join(u", "_s));
}

void ConflictCard::addSides(QBoxLayout* into)
{
    for (int i = 0; i < m_conflict.sides.size(); ++i) {
        const ConflictChoice& side = m_conflict.sides[i];
        const QString title = side.mine ? tr("Mine") : tr("Of %1").arg(side.who.join(u", "_s));
        QRadioButton* button = addColumn(into, title, u"side%1"_s.arg(i + 1), i);
        tellValues(static_cast<QBoxLayout*>(button->parentWidget()->layout()), side, true);
    }
}

void ConflictCard::addOriginal(QBoxLayout* into)
{
    QRadioButton* button = addColumn(into, tr("As it was before"), u"original"_s, kOriginal);
    const bool special = m_conflict.key.isExistence() || !m_conflict.key.option.isEmpty();
    if (special && m_conflict.original.writers.isEmpty())
        setEnabledOrWhy(*button, tr("There was nothing before."));
    tellValues(static_cast<QBoxLayout*>(button->parentWidget()->layout()), m_conflict.original, false);
}

QString ConflictCard::whyNoTyping() const
{
    if (m_conflict.key.isExistence())
        return tr("An entry stays or is removed; there is no third way.");
    if (!m_conflict.key.option.isEmpty())
        return tr("A choice is taken or not; there is no third way.");
    for (const quint32 field : fields()) {
        if (const QString why = m_model.whyFixed({m_conflict.path.group, m_conflict.path.row, field});
            !why.isEmpty())
            return why;
    }
    return {};
}

void ConflictCard::addTyping(QBoxLayout* into)
{
    auto* row = new QHBoxLayout;
    auto* button = new QRadioButton(tr("Another answer"), this);
    button->setObjectName(m_name + u".other"_s);
    m_chosen->addButton(button, kTyped);
    row->addWidget(button, 0, Qt::AlignTop);
    const QString why = whyNoTyping();
    setEnabledOrWhy(*button, why);
    if (!why.isEmpty()) {
        row->addWidget(makeLabel(why, u"hint"_s, this), 1);
        into->addLayout(row);
        return;
    }
    auto* editors = new QVBoxLayout;
    for (const quint32 field : fields()) {
        const AnswerPath path{m_conflict.path.group, m_conflict.path.row, field};
        if (fields().size() > 1)
            editors->addWidget(makeLabel(m_words.question(path), u"hint"_s, this));
        FieldEditor* editor = makeFieldEditor(m_model, path, this);
        editor->refresh();
        setEnabledOrWhy(*editor->control(), tr("Choose \"Another answer\" first."));
        editors->addWidget(editor);
        m_editors.append(editor);
    }
    row->addLayout(editors, 1);
    into->addLayout(row);
    connect(button, &QRadioButton::toggled, this, [this](bool on) {
        for (FieldEditor* editor : std::as_const(m_editors))
            setEnabledOrWhy(*editor->control(), on ? QString() : tr("Choose \"Another answer\" first."));
        if (on && !m_editors.isEmpty())
            m_editors.first()->control()->setFocus(Qt::TabFocusReason);
    });
}

bool ConflictCard::isDecided() const
{
    if (m_chosen->checkedId() != kTyped)
        return m_chosen->checkedId() >= 0;
    const QList<quint32> all = fields();
    return std::all_of(all.begin(), all.end(), [this](quint32 field) {
        return m_model.problemsAt({m_conflict.path.group, m_conflict.path.row, field}).isEmpty();
    });
}

CaseDesk::Settlement ConflictCard::settlement() const
{
    CaseDesk::Settlement settlement{m_conflict.key, {}, {}, {}};
    const int id = m_chosen->checkedId();
    if (id == kTyped) {
        for (FieldEditor* editor : m_editors) {
            editor->commit();
            settlement.values.insert(editor->path().field, m_model.answers().value(editor->path()));
        }
    } else if (id != kOriginal) {
        settlement.take = m_conflict.sides[id].writers.first();
    } else if (!m_conflict.original.writers.isEmpty()) {
        settlement.take = m_conflict.original.writers.first();
    } else {
        for (const quint32 field : fields())
            settlement.values.insert(field, {});
    }
    return settlement;
}

void ConflictCard::focusFirst()
{
    m_chosen->button(0)->setFocus(Qt::TabFocusReason);
}

}  // namespace prohori
