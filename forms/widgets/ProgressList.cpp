// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/widgets/ProgressList.h"

#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {
constexpr int kPad = 8;
}  // namespace

class ProgressDelegate final : public QStyledItemDelegate {
public:
    explicit ProgressDelegate(ProgressList* list) : QStyledItemDelegate(list), m_list(*list) {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const QPalette& palette = option.palette;
        const bool current = option.state & QStyle::State_Selected;
        const QRect row = rowRect(option.rect);
        if (current) {
            painter->setPen(m_list.hasFocus() ? QPen(palette.color(QPalette::Highlight), 2)
                                              : QPen(Qt::NoPen));
            painter->setBrush(m_list.m_currentBack);
            painter->drawRoundedRect(row, 6, 6);
        }
        const QRect area = textRect(option, index, row);
        const QRect end(area.right() + kPad, row.top(), row.right() - kPad - area.right() - kPad,
                        QFontMetrics(option.font).height() + 2 * kPad);
        paintEnd(painter, option, index, end);
        const bool heading = index.data(ProgressList::Heading).toBool();
        painter->setFont(fontOf(option, index, current));
        painter->setPen(current   ? palette.color(QPalette::Link)
                        : heading ? palette.color(QPalette::PlaceholderText)
                                  : palette.color(QPalette::Text));
        painter->drawText(area, kWrapped | Qt::AlignVCenter, index.data().toString());
        painter->restore();
    }

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const int width = m_list.viewport()->width();
        const QRect row = rowRect(QRect(0, 0, width, option.fontMetrics.height() + 2 * kPad));
        const QRect area = textRect(option, index, row);
        const int height =
            QFontMetrics(fontOf(option, index, true))
                .boundingRect(QRect(0, 0, area.width(), kTall), kWrapped, index.data().toString())
                .height();
        return {width, std::max(height, option.fontMetrics.height()) + 2 * kPad};
    }

private:
    static constexpr int kTall = 10'000;
    static constexpr int kWrapped = int(Qt::TextWordWrap) | int(Qt::AlignLeft);

    static QRect rowRect(const QRect& item) { return item.adjusted(4, 1, -4, -1); }

    static QFont fontOf(const QStyleOptionViewItem& option, const QModelIndex& index, bool current)
    {
        QFont font = option.font;
        font.setWeight(index.data(ProgressList::Heading).toBool() || current ? QFont::DemiBold
                                                                             : QFont::Normal);
        return font;
    }

    int signSize(const QFontMetrics& metrics) const { return metrics.height() - 6; }

    QString problemsOf(const QModelIndex& index) const
    {
        const int problems =
            index.data(ProgressList::Problems).toInt() + index.data(ProgressList::Warnings).toInt();
        return problems > 0 ? m_list.numeral(problems) : QString();
    }

    /// "? 2"; empty where nothing is asked.
    QString questionsOf(const QModelIndex& index) const
    {
        const int questions = index.data(ProgressList::Questions).toInt();
        return questions > 0 ? u"? %1"_s.arg(m_list.numeral(questions)) : QString();
    }

    static int pillWidth(const QFontMetrics& metrics, const QString& text)
    {
        return std::max(metrics.height() - 2, metrics.horizontalAdvance(text) + kPad + 2);
    }

    int endWidth(const QStyleOptionViewItem& option, const QModelIndex& index) const
    {
        const QFontMetrics metrics(option.font);
        const QString count = index.data(ProgressList::Count).toString();
        const QString problems = problemsOf(index), questions = questionsOf(index);
        const int sign = problems.isEmpty() ? signSize(metrics) : pillWidth(metrics, problems);
        return sign + (questions.isEmpty() ? 0 : pillWidth(metrics, questions) + kPad)
             + (count.isEmpty() ? 0 : metrics.horizontalAdvance(count) + kPad);
    }

    /// At the right end of `area`; where it stands.
    static QRect paintPill(QPainter* painter, const QStyleOptionViewItem& option, const QRect& area,
                           const QString& text, const QColor& back, const QColor& front)
    {
        const QFontMetrics metrics(option.font);
        const int height = metrics.height() - 2;
        const int width = pillWidth(metrics, text);
        const QRect pill(area.right() - width + 1, area.center().y() - height / 2, width, height);
        painter->setPen(Qt::NoPen);
        painter->setBrush(back);
        painter->drawRoundedRect(pill, height / 2.0, height / 2.0);
        painter->setPen(front);
        painter->setFont(option.font);
        painter->drawText(pill, Qt::AlignCenter, text);
        return pill;
    }

    QRect textRect(const QStyleOptionViewItem& option, const QModelIndex& index, const QRect& row) const
    {
        const int indent = index.data(ProgressList::Depth).toInt() * 2 * kPad;
        return row.adjusted(kPad + indent, 0, -2 * kPad - endWidth(option, index), 0);
    }

    /// How many are answered, how much is asked by people, then the sign of the state, at the end of the first line.
    void paintEnd(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index,
                  const QRect& area) const
    {
        const QFontMetrics metrics(option.font);
        const QString problems = problemsOf(index);
        QRect sign = area;
        if (!problems.isEmpty()) {
            const bool errors = index.data(ProgressList::Problems).toInt() > 0;
            sign = paintPill(painter, option, area, problems,
                             errors ? m_list.m_problemBack : m_list.m_warningBack,
                             errors ? m_list.m_problemText : m_list.m_warningText);
        } else {
            const int size = signSize(metrics);
            sign = QRect(area.right() - size + 1, area.center().y() - size / 2, size, size);
            paintSign(painter, option, index, QRectF(sign).adjusted(2, 2, -2, -2));
        }
        if (const QString questions = questionsOf(index); !questions.isEmpty())
            sign = paintPill(painter, option,
                             QRect(area.left(), area.top(), sign.left() - kPad - area.left(), area.height()),
                             questions, m_list.m_questionBack, m_list.m_questionText);
        painter->setPen(option.palette.color(QPalette::PlaceholderText));
        painter->setFont(option.font);
        painter->drawText(QRect(area.left(), area.top(), sign.left() - kPad - area.left(), area.height()),
                          Qt::AlignRight | Qt::AlignVCenter, index.data(ProgressList::Count).toString());
    }

    void paintSign(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index,
                   const QRectF& box) const
    {
        const auto state = static_cast<ProgressState>(index.data(ProgressList::State).toInt());
        const QColor quiet = option.palette.color(QPalette::PlaceholderText);
        painter->setBrush(Qt::NoBrush);
        if (state == ProgressState::Complete) {
            painter->setPen(QPen(m_list.m_completeText, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
            painter->drawPolyline(QPolygonF({box.topLeft() + QPointF(0, box.height() * 0.55),
                                             box.topLeft() + QPointF(box.width() * 0.38, box.height() * 0.9),
                                             box.topLeft() + QPointF(box.width(), box.height() * 0.1)}));
            return;
        }
        painter->setPen(QPen(quiet, 1.3));
        painter->drawEllipse(box);
        if (state != ProgressState::InProgress)
            return;
        constexpr int kSixteenths = 16;
        painter->setPen(Qt::NoPen);
        painter->setBrush(quiet);
        painter->drawPie(box, -90 * kSixteenths, -180 * kSixteenths);
    }

    ProgressList& m_list;
};

ProgressList::ProgressList(const QString& name, const FormModel& model, QWidget* parent)
    : QListWidget(parent),
      m_model(model)
{
    setObjectName(name);
    setProperty("role", u"progress"_s);
    setItemDelegate(new ProgressDelegate(this));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setTabKeyNavigation(false);
    setResizeMode(QListView::Adjust);
    connect(this, &QListWidget::itemClicked, this,
            [this](const QListWidgetItem* item) { emit chosen(row(item)); });
}

QString ProgressList::numeral(int number) const
{
    return m_model.digits(QString::number(number));
}

void ProgressList::describe(QListWidgetItem& item, const ProgressItem& from) const
{
    item.setText(from.text);
    item.setData(Problems, from.progress.errors);
    item.setData(Warnings, from.progress.warnings);
    item.setData(Questions, from.progress.questions);
    item.setData(Begun, from.progress.begun);
    item.setData(Depth, from.depth);
    item.setData(Heading, from.heading);
    item.setData(Detail, from.detail);
    item.setData(State, static_cast<int>(from.progress.state()));
    const QString answered = from.progress.asked > 0 && !from.heading
                               ? u"%1/%2"_s.arg(numeral(from.progress.answered), numeral(from.progress.asked))
                               : from.detail;
    item.setData(Count, answered);
    const QString state = stateText(from);
    item.setData(Qt::AccessibleTextRole, from.text);
    item.setData(Qt::AccessibleDescriptionRole, state);
    item.setToolTip(from.text + u" · "_s + state);
}

QString ProgressList::stateText(const ProgressItem& from) const
{
    QString state;
    switch (from.progress.state()) {
    case ProgressState::NotStarted: state = tr("not started"); break;
    case ProgressState::InProgress: state = tr("in progress"); break;
    case ProgressState::Complete: state = tr("complete"); break;
    case ProgressState::Problems: state = tr("%n problem(s)", nullptr, from.progress.problems()); break;
    }
    if (from.progress.questions > 0)
        state += u" · "_s + tr("%n open question(s)", nullptr, from.progress.questions);
    if (from.progress.asked == 0)
        return state;
    return state + u" · "_s
         + tr("%1 of %2 answered").arg(numeral(from.progress.answered), numeral(from.progress.asked));
}

void ProgressList::resizeEvent(QResizeEvent* event)
{
    QListWidget::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        scheduleDelayedItemsLayout();
}

void ProgressList::fill(const QList<ProgressItem>& items, int current, bool anew)
{
    const int marked = !anew && hasFocus() && count() == items.size() ? currentRow() : current;
    while (count() > items.size())
        delete takeItem(count() - 1);
    while (count() < items.size())
        addItem(new QListWidgetItem);
    for (int at = 0; at < count(); ++at)
        describe(*item(at), items.at(at));
    if (marked != currentRow())
        setCurrentRow(marked);
}

void ProgressList::keyPressEvent(QKeyEvent* event)
{
    const bool enter =
        event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space;
    if (enter && event->modifiers() == Qt::NoModifier && currentRow() >= 0) {
        emit chosen(currentRow());
        return;
    }
    QListWidget::keyPressEvent(event);
}

}  // namespace prohori
