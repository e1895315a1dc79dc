// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/widgets/ReasonBox.h"

#include "forms/engine/AnswerText.h"
#include "forms/engine/StandardMessages.h"

#include <QKeyEvent>
#include <QListWidget>
#include <QVBoxLayout>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr int kReasonLetters = 40;
const QString kKeys = u"krna"_s;  // not Known, Refused, Not asked, not Applicable
}  // namespace

ReasonBox::ReasonBox(const FormModel& model, QWidget* form)
    : EntryBox(u"reasonBox"_s, form),
      m_model(model),
      m_list(new QListWidget(this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->addWidget(m_list);
    m_list->setObjectName(u"reasonList"_s);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setWordWrap(true);
    connect(m_list, &QListWidget::itemClicked, this, [this] { choose(m_list->currentRow()); });
    adopt();
}

QWidget* ReasonBox::first()
{
    return m_list;
}

int ReasonBox::wantedWidth() const
{
    return kReasonLetters * fontMetrics().averageCharWidth();
}

void ReasonBox::openFor(QWidget* anchor)
{
    m_list->clear();
    m_list->setAccessibleName(tr("Why there is no answer"));
    const QStringList& reasons = missingReasons();
    for (qsizetype at = 0; at < reasons.size(); ++at)
        m_list->addItem(u"%1 · %2   %3"_s.arg(m_model.digits(QString::number(at + 1)), kKeys.at(at).toUpper(),
                                              m_model.text(missingLabel(reasons.at(at)))));
    m_list->setCurrentRow(0);
    int height = 2 * m_list->frameWidth() + 2;
    for (int row = 0; row < m_list->count(); ++row)
        height += m_list->sizeHintForRow(row);
    m_list->setFixedHeight(height);
    openAt(anchor);
}

void ReasonBox::choose(int index)
{
    const QString reason = missingReasons().value(index);
    closeBox();
    if (!reason.isEmpty())
        emit chosen(reason);
}

bool ReasonBox::takeKey(const QKeyEvent& key)
{
    if (key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter || key.key() == Qt::Key_Space) {
        choose(m_list->currentRow());
        return true;
    }
    const QString typed = asciiDigits(key.text().toLower());
    if (typed.size() == 1 && typed.front().isPrint()) {
        const qsizetype letter = kKeys.indexOf(typed);
        const int number = typed.toInt() - 1;
        if (letter >= 0 || (number >= 0 && number < m_list->count()))
            choose(letter >= 0 ? static_cast<int>(letter) : number);
        return true;
    }
    return EntryBox::takeKey(key);
}

}  // namespace prohori
