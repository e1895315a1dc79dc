// SPDX-License-Identifier: GPL-3.0-or-later
#include "FormFixture.h"

#include "forms/widgets/StandInLine.h"

#include <QApplication>
#include <QPointer>
#include <QTest>

namespace prohori {

AnswerPath officialPath(const QString& name, const QString& row)
{
    const FormPtr form = officialForm();
    const FieldDefinition* field = form->field(name.section(u'.', 0, 0), name.section(u'.', 1, 1));
    if (!field)
        qFatal("there is no question %s", qPrintable(name));
    return {field->group, row, field->id};
}

Answer textAnswer(const QString& text)
{
    return {text, {}, false};
}

FormFixture::FormFixture()
    : random(20261123),
      engine(makeFormEngine(officialForm(), clock)),
      view(*engine, random)
{
    view.resize(1134, 620);
    view.show();
    view.activateWindow();
    if (!QTest::qWaitForWindowActive(&view))
        qFatal("the window did not become active");
}

QString FormFixture::label(const QString& name) const
{
    const auto* found = view.findChild<QLabel*>(name);
    return found && found->isVisible() ? found->text() : QString();
}

QString FormFixture::echo(const QString& name) const
{
    const auto* inside = view.findChild<StandInLine*>(name);
    return inside && inside->hasRoomForEcho() && !inside->echo().isEmpty()
             ? inside->echo()
             : label(QStringLiteral("echo.") + name);
}

void FormFixture::type(const QString& text)
{
    for (const QChar letter : text) {
        const auto key = letter.unicode() < 0x80 ? QTest::asciiToKey(letter.toLatin1()) : Qt::Key_unknown;
        QTest::sendKeyEvent(QTest::Click, focus(), key, QString(letter), Qt::NoModifier);
        keys += 1;
    }
}

void FormFixture::key(Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    QTest::keyClick(focus(), key, modifiers);
    keys += 1;
}

void FormFixture::enter(const QString& text)
{
    const QPointer<QWidget> at = focus();
    for (const QChar letter : text) {
        type(letter);
        if (focus() != at)
            return;
    }
    key(Qt::Key_Return);
}

void FormFixture::fill(const AnswerPath& path, const QString& text)
{
    if (!view.goTo(path))
        qFatal("this question is not asked now");
    enter(text);
}

QString FormFixture::answer(const QString& name, const QString& row) const
{
    return view.answers().value(officialPath(name, row)).text;
}

QStringList FormFixture::rows(const QString& group, const QString& parent) const
{
    QStringList ids;
    for (const AnswerRow& row : view.answers().rowsOf(engine->form().group(group)->id, parent))
        ids.append(row.row);
    return ids;
}

QString FormFixture::addRow(const QString& group, const QString& parent)
{
    Answers answers = view.answers();
    const QString id = rowName(++m_made);
    answers.rows.append({engine->form().group(group)->id, id, parent});
    view.setAnswers(answers);
    return id;
}

QString FormFixture::rowName(int number)
{
    return QStringLiteral("00000000-0000-4000-8000-%1").arg(number, 12, 10, QChar(u'0'));
}

QListWidget* FormFixture::popup() const
{
    auto* list = view.findChild<QListWidget*>(QStringLiteral("choices"), Qt::FindDirectChildrenOnly);
    for (QListWidget* one :
         view.findChildren<QListWidget*>(QStringLiteral("choices"), Qt::FindDirectChildrenOnly)) {
        if (one->isVisible())
            list = one;
    }
    return list && list->isVisible() ? list : nullptr;
}

QStringList FormFixture::offered() const
{
    QStringList labels;
    for (int at = 0; popup() && at < popup()->count(); ++at)
        labels.append(popup()->item(at)->text());
    return labels;
}

int FormFixture::navigatorLine(const QString& beginning) const
{
    const auto* list = view.findChild<QListWidget*>(QStringLiteral("navigator"));
    for (int at = 0; at < list->count(); ++at) {
        if (list->item(at)->text().startsWith(beginning))
            return at;
    }
    return -1;
}

QVariant FormFixture::navigatorData(const QString& beginning, int role) const
{
    const auto* list = view.findChild<QListWidget*>(QStringLiteral("navigator"));
    const int line = navigatorLine(beginning);
    return line < 0 ? QVariant() : list->item(line)->data(role);
}

QWidget* FormFixture::focus() const
{
    return QApplication::focusWidget();
}

QString FormFixture::focusName() const
{
    return focus() ? focus()->objectName() : QString();
}

QWidget* FormFixture::control(const QString& name) const
{
    return view.findChild<QWidget*>(name);
}

QLineEdit* FormFixture::line(const QString& name) const
{
    return view.findChild<QLineEdit*>(name);
}

QString FormFixture::problem(const QString& name) const
{
    return label(QStringLiteral("problem.") + name);
}

FormFixture::~FormFixture() = default;

}  // namespace prohori
