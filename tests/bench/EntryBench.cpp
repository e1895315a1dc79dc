// SPDX-License-Identifier: GPL-3.0-or-later
#include "EntryBench.h"

#include "BenchFloors.h"
#include "Figures.h"

#include "app/station/PracticeCases.h"
#include "core/base/Clock.h"
#include "core/secrets/Crypto.h"
#include "forms/widgets/FormView.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QTest>
#include <QTimer>
#include <QUuid>

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kVictims = 4;
constexpr int kOpenings = 15;
constexpr int kKeys = 200;
constexpr QSize kRoom(1134, 620);  ///< what a screen of 1366x768 leaves the form

/// What the process holds now, in MB, after what is free went back.
double heldMegabytes()
{
    giveFreeMemoryBack();
    QFile file(u"/proc/self/statm"_s);
    if (!file.open(QIODevice::ReadOnly))
        throw std::runtime_error("this machine does not tell what a process holds");
    return file.readAll().split(' ').value(1).toDouble() * 4096 / 1e6;
}

/// Waits until a widget has been painted.
class PaintWatch : public QObject {
public:
    explicit PaintWatch(QWidget* widget) { widget->installEventFilter(this); }
    bool eventFilter(QObject*, QEvent* event) override
    {
        // Queued: the painting itself comes after this.
        if (event->type() == QEvent::Paint)
            QMetaObject::invokeMethod(
                &m_loop, [this] { m_loop.exit(1); }, Qt::QueuedConnection);
        return false;
    }
    void waitForPaint()
    {
        QTimer::singleShot(10'000, &m_loop, [this] { m_loop.exit(0); });
        if (m_loop.exec() == 0)
            throw std::runtime_error("a window was not painted within ten seconds");
    }

private:
    QEventLoop m_loop;
};

/// A row once more under another id, with all rows inside it and their answers.
void copyRow(Answers& answers, const AnswerRow& row, const QString& parent)
{
    const QString made = QUuid::createUuid().toString(QUuid::WithoutBraces);
    const QList<AnswerRow> rows = answers.rows;
    answers.rows.append({row.group, made, parent});
    const auto values = answers.values;
    for (auto it = values.cbegin(); it != values.cend(); ++it) {
        if (it.key().row == row.row)
            answers.set({it.key().group, made, it.key().field}, it.value());
    }
    for (const AnswerRow& inner : rows) {
        if (inner.parentRow == row.row)
            copyRow(answers, inner, made);
    }
}

/// The first practice case with two victims or more, its first victims copied until there are four.
Answers caseOfFour(const FormEngine& engine)
{
    const GroupDefinition* victim = engine.form().group(u"victim"_s);
    PracticeCases cases(engine, u"26"_s, 4, QDate(2026, 11, 1));
    for (int i = 0; i < 500; ++i) {
        Answers answers = cases.next();
        const QList<AnswerRow> victims = answers.rowsOf(victim->id);
        if (victims.size() < 2)
            continue;
        for (qsizetype row = victims.size(); row < kVictims; ++row)
            copyRow(answers, victims[row % victims.size()], {});
        return answers;
    }
    throw std::runtime_error("no practice case has two victims");
}

/// A window of `count` labels and lines, and the time until it is painted, ms.
double plainWindow(qsizetype count)
{
    QElapsedTimer timer;
    timer.start();
    QWidget window;
    auto* layout = new QFormLayout(&window);
    for (qsizetype i = 0; i < count; ++i)
        layout->addRow(u"A question %1"_s.arg(i), new QLineEdit(u"an answer"_s));
    window.resize(kRoom);
    PaintWatch watch(&window);
    window.show();
    watch.waitForPaint();
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

/// A case open in a window of its own.
class OpenCase {
public:
    OpenCase(const FormEngine& engine, const Answers& answers) : m_view(engine, m_random)
    {
        m_view.resize(kRoom);
        m_view.setAnswers(answers);
        PaintWatch watch(&m_view);
        m_view.show();
        watch.waitForPaint();
    }
    FormView& view() { return m_view; }
    qsizetype lines() const
    {
        const auto all = m_view.findChildren<QLineEdit*>();
        return std::count_if(all.begin(), all.end(), [](const QLineEdit* line) { return line->isVisible(); });
    }

private:
    SodiumRandom m_random;
    FormView m_view;
};

/// One letter at a time into a text, each until its picture is there, µs.
QList<double> typeLetters(FormView& view)
{
    view.activateWindow();
    if (!QTest::qWaitForWindowActive(&view))
        throw std::runtime_error("the window of the form did not become active");
    const FieldDefinition* number = view.model().form().field(u"case"_s, u"fir_no"_s);
    if (!number || !view.goTo({number->group, {}, number->id}))
        throw std::runtime_error("the form has no FIR number to type into");
    QList<double> times;
    QElapsedTimer timer;
    for (int i = 0; i < kKeys; ++i) {
        timer.start();
        PaintWatch watch(QApplication::focusWidget());
        QTest::keyClick(QApplication::focusWidget(), i % 10 == 9 ? Qt::Key_Backspace : Qt::Key_A);
        watch.waitForPaint();
        times.append(static_cast<double>(timer.nsecsElapsed()) / 1e3);
    }
    return times;
}

}  // namespace

void benchEntry(Figures& figures)
{
    (void)plainWindow(1);  // fonts and style belong to every window
    const double before = heldMegabytes();
    SystemClock clock;
    const auto engine = makeFormEngine(officialForm(), clock);
    const Answers answers = caseOfFour(*engine);
    (void)engine->check(answers, CheckLevel::Submit);
    const double loaded = heldMegabytes();

    QElapsedTimer timer;
    timer.start();
    auto open = std::make_unique<OpenCase>(*engine, answers);
    const double first = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    const double opened = heldMegabytes();
    const qsizetype lines = open->lines();
    const QList<double> keys = typeLetters(open->view());
    open.reset();

    QList<double> again, floors;
    for (int i = 0; i < kOpenings; ++i) {
        timer.start();
        OpenCase next(*engine, answers);
        again.append(static_cast<double>(timer.nsecsElapsed()) / 1e6);
        floors.append(plainWindow(lines));
    }
    const double floor = percentiles(floors).median;
    figures.add({u"entry: a case of four victims, first to paint"_s, first, 0, u"ms"_s, floor,
                 u"ms: %1 plain labels and lines"_s.arg(lines), false, u"≤ 150 ms"_s});
    figures.add({u"  the next ones, median"_s, percentiles(again).median, 0, u"ms"_s, floor,
                 u"ms: the same"_s, false, u"≤ 150 ms"_s});
    figures.add({u"  one letter typed until it is seen, 95 of 100"_s,
                 percentiles(keys).p95 / 1000,
                 2,
                 u"ms"_s,
                 {},
                 {},
                 false,
                 {}});
    figures.add({u"  memory of the form and its engine"_s, loaded - before, 1, u"MB"_s, {}, {}, false, {}});
    figures.add({u"  memory of the open case"_s, opened - loaded, 1, u"MB"_s, {}, {}, false, u"≤ 30 MB"_s});
}

}  // namespace prohori
