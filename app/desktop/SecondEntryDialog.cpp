// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/SecondEntryDialog.h"

#include "app/desktop/Controls.h"
#include "app/desktop/ErrorText.h"
#include "app/desktop/SecondEntryAsking.h"
#include "app/desktop/SecondEntrySettling.h"

#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr std::chrono::milliseconds kKeepAfter{1000};
}

SecondEntryDialog::SecondEntryDialog(const FormEngine& engine, RandomSource& random, const Clock& clock,
                                     const Answers& first, const QJsonObject& saved, const Subject& subject,
                                     QWidget* parent)
    : QDialog(parent),
      m_entry(engine, random, first),
      m_stack(new QStackedWidget(this)),
      m_heading(makeLabel({}, u"h2"_s, this)),
      m_explanation(makeLabel({}, u"muted"_s, this)),
      m_why(makeLabel({}, u"hint"_s, this))
{
    // What was kept of another shape is of no use; then it begins anew.
    if (!saved.isEmpty())
        (void)m_entry.restore(saved);
    if (subject.hasSealed)
        m_note = u' ' + tr("Sealed answers are left out; open the names first to verify them too.");
    setObjectName(u"secondEntryDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Enter again: %1").arg(subject.title));
    m_heading->setText(windowTitle());
    m_explanation->setObjectName(u"secondEntryText"_s);
    m_asking = new SecondEntryAsking(m_entry, engine, random, this);
    m_settling = new SecondEntrySettling(m_entry, engine, random, clock, subject.who, this);
    auto* layout = new QVBoxLayout(this);
    const int margin = Theme::px(20);
    layout->setContentsMargins(margin, margin, margin, margin);
    layout->setSpacing(Theme::px(8));
    layout->addWidget(m_heading);
    layout->addWidget(m_explanation);
    m_stack->addWidget(m_asking);
    m_stack->addWidget(m_settling);
    layout->addWidget(m_stack, 1);
    addButtons();
    m_keep.setSingleShot(true);
    m_keep.setInterval(kKeepAfter);
    connect(&m_keep, &QTimer::timeout, this, [this] { emit progressed(m_entry.toJson()); });
    const auto note = [this] {
        if (!m_keep.isActive())
            m_keep.start();
        retell();
    };
    connect(m_asking, &SecondEntryAsking::changed, this, note);
    connect(m_settling, &SecondEntrySettling::changed, this, note);
    connect(m_asking, &SecondEntryAsking::finished, this, [this] {
        if (m_entry.nextOpen())
            m_asking->focusOpen();
        else
            compare();
    });
    connect(m_settling, &SecondEntrySettling::finished, this, [this] { m_next->setFocus(); });
    const QSize room =
        parent ? parent->window()->size() - QSize(Theme::px(24), Theme::px(24)) : QSize(920, 660);
    resize(QSize(Theme::px(860), Theme::px(640)).boundedTo(room));
    retell();
    m_asking->focusOpen();
}

SecondEntryDialog::~SecondEntryDialog()
{
    // They speak of m_entry until they are gone.
    delete m_asking;
    delete m_settling;
}

void SecondEntryDialog::addButtons()
{
    auto* row = new QHBoxLayout;
    m_why->setObjectName(u"whyNotOk"_s);
    row->addWidget(m_why, 1);
    auto* later = makeButton(tr("Go on later"), u"laterButton"_s, this);
    m_back = makeButton(tr("Back to typing"), u"backButton"_s, this);
    m_next = makeButton({}, u"okButton"_s, this, true);
    for (QPushButton* button : {later, m_back, m_next}) {
        button->setAutoDefault(false);
        row->addWidget(button);
    }
    connect(later, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_back, &QPushButton::clicked, this, &SecondEntryDialog::goBack);
    connect(m_next, &QPushButton::clicked, this, &SecondEntryDialog::next);
    m_next->setAutoDefault(true);
    static_cast<QVBoxLayout*>(layout())->addLayout(row);
}

bool SecondEntryDialog::isComparing() const
{
    return m_stack->currentWidget() == m_settling;
}

void SecondEntryDialog::compare()
{
    m_settling->reload();
    m_stack->setCurrentWidget(m_settling);
    retell();
    m_settling->focusOpen();
}

void SecondEntryDialog::goBack()
{
    m_stack->setCurrentWidget(m_asking);
    retell();
    m_asking->focusOpen();
}

void SecondEntryDialog::next()
{
    if (isComparing()) {
        accept();
        return;
    }
    m_asking->commit();
    if (m_entry.nextOpen())
        m_asking->focusOpen();
    else
        compare();
}

void SecondEntryDialog::retell()
{
    const QList<SecondQuestion> all = m_entry.questions();
    const int open = static_cast<int>(std::count_if(all.cbegin(), all.cend(), [this](const auto& question) {
        return !m_entry.isPassed(question.path);
    }));
    const bool comparing = isComparing();
    m_back->setVisible(comparing);
    m_next->setText(comparing ? tr("Take over") : tr("Compare"));
    if (comparing)
        m_explanation->setText(m_settling->count() == 0
                                   ? tr("Nothing differs.")
                                   : tr("%Ln difference(s). 1 takes the first entry, 2 the second, 3 another "
                                        "answer; Enter goes on.",
                                        nullptr, m_settling->count()));
    else
        m_explanation->setText(
            tr("Type these answers again from the paper, without looking at the first entry. "
               "Enter goes on, also where the paper says nothing; Alt+1 … Alt+4 tell why there "
               "is no answer.")
            + m_note);
    const QString why = comparing ? m_settling->open() == 0
                                      ? QString()
                                      : tr("%Ln difference(s) not settled yet.", nullptr, m_settling->open())
                      : open == 0 ? QString()
                                  : tr("%Ln question(s) not answered again yet.", nullptr, open);
    setEnabledOrWhy(*m_next, why);
    m_why->setText(why);
}

void SecondEntryDialog::done(int result)
{
    m_keep.stop();
    m_asking->commit();
    emit progressed(m_entry.toJson());
    QDialog::done(result);
}

SecondEntryOutcome SecondEntryDialog::outcome() const
{
    const auto outcome = m_entry.outcome();
    Q_ASSERT_X(outcome, "SecondEntryDialog", "accepted only when all is settled");
    return *outcome;
}

}  // namespace prohori
