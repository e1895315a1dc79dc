// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/SecondEntryAsking.h"

#include "app/desktop/Controls.h"
#include "app/desktop/ErrorText.h"
#include "forms/engine/AnswerText.h"
#include "forms/engine/RowSummary.h"
#include "forms/engine/StandardMessages.h"
#include "forms/widgets/FieldBox.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// 0…3 for the keys 1 to 4, also of a Bangla keyboard; -1 for others.
int digitOf(const QKeyEvent& key)
{
    for (const int one : {static_cast<int>(Qt::Key_1), kBanglaOne}) {
        if (key.key() >= one && key.key() < one + 4)
            return key.key() - one;
    }
    return -1;
}

}  // namespace

SecondEntryAsking::SecondEntryAsking(SecondEntry& entry, const FormEngine& engine, RandomSource& random,
                                     QWidget* parent)
    : QWidget(parent),
      m_entry(entry),
      m_model(engine, random),
      m_area(new QScrollArea(this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_area);
    m_area->setWidgetResizable(true);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setFocusPolicy(Qt::NoFocus);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_model.setLanguage(Words::language());
    m_model.setAnswers(entry.answers());
    connect(&m_model, &FormModel::answerChanged, this, [this](const AnswerPath& path) {
        m_entry.put(path, m_model.answers().value(path));
        emit changed();
    });
    connect(&m_model, &FormModel::problemsChanged, this, [this] {
        for (const Line& line : std::as_const(m_lines)) {
            if (line.box)
                line.box->refresh();
        }
    });
    rebuild();
}

SecondEntryAsking::~SecondEntryAsking()
{
    // The editors ask the model until they are gone.
    empty();
    delete m_area->takeWidget();
}

void SecondEntryAsking::empty()
{
    for (const Line& line : std::as_const(m_lines)) {
        line.control->removeEventFilter(this);
        if (line.box)
            line.box->editor().drop();
    }
    m_lines.clear();
}

void SecondEntryAsking::rebuild()
{
    empty();
    if (QWidget* old = m_area->takeWidget()) {
        old->hide();
        old->deleteLater();
    }
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(2, 2, Theme::px(12), 2);
    layout->setSpacing(Theme::px(10));
    m_shown = m_entry.questions();
    std::optional<AnswerPath> before;
    for (const auto& [path] : std::as_const(m_shown)) {
        if (path.field != 0 && (!before || before->group != path.group || before->row != path.row))
            addHeading(path, layout);
        before = path;
        Line line = path.field == 0 ? addCount(path, layout) : addField(path, layout);
        line.control->installEventFilter(this);
        m_lines.append(line);
    }
    layout->addStretch(1);
    m_area->setWidget(content);
    for (qsizetype at = 1; at < m_lines.size(); ++at)
        setTabOrder(m_lines.at(at - 1).control, m_lines.at(at).control);
    emit changed();
}

void SecondEntryAsking::addHeading(const AnswerPath& path, QVBoxLayout* into)
{
    const FormDefinition& form = m_model.form();
    const QString name = m_model.text(form.group(path.group)->label);
    // By its number only: what tells rows apart may be what is asked.
    const QString code = path.row.isEmpty() ? QString() : rowCode(form, m_entry.answers(), path.row);
    into->addWidget(
        makeLabel(code.isEmpty() ? name : u"%1 · %2"_s.arg(m_model.digits(code), name), u"h2"_s, m_area));
}

SecondEntryAsking::Line SecondEntryAsking::addField(const AnswerPath& path, QVBoxLayout* into)
{
    Line line;
    line.path = path;
    line.box = new FieldBox(m_model, path, m_area);
    line.control = line.box->editor().control();
    into->addWidget(line.box);
    connect(&line.box->editor(), &FieldEditor::advanceWanted, this, [this, path, control = line.control] {
        if (const qsizetype at = lineOf(control); at >= 0 && pass(at))
            move(path, 1);
    });
    return line;
}

SecondEntryAsking::Line SecondEntryAsking::addCount(const AnswerPath& path, QVBoxLayout* into)
{
    const GroupDefinition& group = *m_model.form().group(path.group);
    Line line;
    line.path = path;
    QString question = tr("How many: %1").arg(m_model.text(group.label));
    if (!path.row.isEmpty())
        question =
            u"%1 · %2"_s.arg(m_model.digits(rowCode(m_model.form(), m_entry.answers(), path.row)), question);
    auto* label = makeLabel(question, u"field"_s, m_area);
    line.count = new QLineEdit(m_area);
    line.count->setObjectName(u"count."_s + group.name);
    line.count->setAccessibleName(question);
    line.count->setMaxLength(3);
    line.count->setMaximumWidth(Theme::px(120));
    line.count->setInputMethodHints(Qt::ImhPreferNumbers);
    if (const auto rows = m_entry.rows(path))
        line.count->setText(m_model.digits(QString::number(*rows)));
    line.problem = makeLabel({}, u"problem"_s, m_area);
    line.problem->setObjectName(u"problem.count."_s + group.name);
    line.problem->hide();
    label->setBuddy(line.count);
    line.control = line.count;
    for (QWidget* part : {static_cast<QWidget*>(label), line.control, static_cast<QWidget*>(line.problem)})
        into->addWidget(part);
    return line;
}

qsizetype SecondEntryAsking::lineOf(const QObject* control) const
{
    const auto found = std::find_if(m_lines.cbegin(), m_lines.cend(),
                                    [&](const Line& line) { return line.control == control; });
    return found == m_lines.cend() ? -1 : found - m_lines.cbegin();
}

void SecondEntryAsking::focus(const Line& line)
{
    line.control->setFocus(Qt::TabFocusReason);
    m_area->ensureWidgetVisible(line.box ? static_cast<QWidget*>(line.box) : line.control, 0, Theme::px(60));
}

void SecondEntryAsking::focusOpen()
{
    if (m_lines.isEmpty())
        return;
    const auto open = std::find_if(m_lines.cbegin(), m_lines.cend(),
                                   [this](const Line& line) { return !m_entry.isPassed(line.path); });
    focus(open == m_lines.cend() ? m_lines.first() : *open);
}

void SecondEntryAsking::commit()
{
    for (const Line& line : std::as_const(m_lines)) {
        if (line.box && line.control->hasFocus())
            line.box->editor().commit();
    }
}

bool SecondEntryAsking::takeCount(const Line& line)
{
    bool number = false;
    const int rows = asciiDigits(line.count->text().trimmed()).toInt(&number);
    const bool taken = number && m_entry.setRows(line.path, rows).has_value();
    line.problem->setText(taken ? QString() : tr("Write how many there are on the paper; 0 for none."));
    line.problem->setVisible(!taken);
    if (taken)
        m_model.setAnswers(m_entry.answers());
    return taken;
}

bool SecondEntryAsking::pass(qsizetype at)
{
    const Line line = m_lines.at(at);
    if (line.count) {
        if (!takeCount(line))
            return false;
    } else {
        m_entry.pass(line.path);
    }
    emit changed();
    return true;
}

/// To the question after or before that one; what the answers opened or closed is looked at first.
void SecondEntryAsking::move(const AnswerPath& from, int step)
{
    if (m_entry.questions() != m_shown)
        rebuild();
    const auto here =
        std::find_if(m_lines.cbegin(), m_lines.cend(), [&](const Line& line) { return line.path == from; });
    const qsizetype next = here - m_lines.cbegin() + step;
    if (next >= 0 && next < m_lines.size())
        focus(m_lines.at(next));
    else if (step > 0)
        emit finished();
    else if (here != m_lines.cend())
        focus(*here);
}

bool SecondEntryAsking::takeKey(qsizetype at, const QKeyEvent& key)
{
    const Line line = m_lines.at(at);
    FieldEditor* editor = line.box ? &line.box->editor() : nullptr;
    if (editor && editor->takeKey(key))
        return true;
    const Qt::KeyboardModifiers with = key.modifiers() & ~Qt::KeypadModifier;
    if (editor && with == Qt::AltModifier && digitOf(key) >= 0) {
        editor->setMissing(missingReasons().at(digitOf(key)));
        m_entry.pass(line.path);
        emit changed();
        return true;
    }
    const bool tab = key.key() == Qt::Key_Tab && with == Qt::NoModifier;
    const bool enter = key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter;
    if (!tab && !(enter && (with == Qt::NoModifier || with == Qt::ShiftModifier)))
        return false;
    if (editor && !editor->takeEnter())
        return true;
    const bool back = with == Qt::ShiftModifier;
    // Going back from a question that was not answered leaves it open.
    if (back || pass(at))
        move(line.path, back ? -1 : 1);
    return true;
}

bool SecondEntryAsking::eventFilter(QObject* watched, QEvent* event)
{
    const qsizetype at = lineOf(watched);
    if (at < 0)
        return QWidget::eventFilter(watched, event);
    if (event->type() == QEvent::ShortcutOverride && m_lines.at(at).box
        && m_lines.at(at).box->editor().claims(*static_cast<QKeyEvent*>(event))) {
        event->accept();
        return true;
    }
    return event->type() == QEvent::KeyPress ? takeKey(at, *static_cast<QKeyEvent*>(event))
                                             : QWidget::eventFilter(watched, event);
}

}  // namespace prohori
