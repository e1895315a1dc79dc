// SPDX-License-Identifier: GPL-3.0-or-later
// The tree of a record: frames, nodes, and the way from a path to a cell.
#include "forms/engine/FormRunPrivate.h"

#include <algorithm>
#include <cmath>

namespace prohori {

using namespace Qt::StringLiterals;

int RecordFrame::place() const
{
    if (!parent)
        return 0;
    const auto& frames = parent->rows[static_cast<size_t>(slot)].frames;
    const auto here =
        std::find_if(frames.begin(), frames.end(), [this](const auto& frame) { return frame.get() == this; });
    return static_cast<int>(here - frames.begin());
}

RecordFrame* RecordFrame::around(int wanted)
{
    RecordFrame* frame = this;
    while (frame && frame->shape != wanted)
        frame = frame->parent;
    return frame;
}

namespace {

/// Makes the nodes of one frame below the node it stands for.
class FrameMaker {
public:
    FrameMaker(const FormProgram& program, RecordFrame* frame) : m_program(program), m_frame(frame) {}

    void make(FormNode* node)
    {
        const ProgramShape& shape = m_program.shapes[static_cast<size_t>(m_frame->shape)];
        m_frame->cells.resize(shape.items.size());
        m_frame->rows.resize(shape.repeats.size());
        m_frame->marks.assign(shape.vertices.size(), 0);
        node->tag = shape.item;
        m_frame->cells.front().node = node;
        addBelow(shape.item, node);
    }

private:
    void addBelow(int parent, FormNode* node)
    {
        for (const int place : m_program.items[static_cast<size_t>(parent)].children) {
            const ProgramItem& item = m_program.items[static_cast<size_t>(place)];
            if (item.repeat) {
                FormNode* anchor = node->add(std::make_unique<FormNode>(internName(*item.name + u'#')));
                anchor->relevant = false;
                m_frame->rows[static_cast<size_t>(item.outerSlot)].anchor = anchor;
                continue;
            }
            FormNode* made = node->add(std::make_unique<FormNode>(item.name));
            made->tag = place;
            made->relevant = node->relevant;
            m_frame->cells[static_cast<size_t>(item.cell)].node = made;
            addBelow(place, made);
        }
    }

    const FormProgram& m_program;
    RecordFrame* m_frame;
};

Error notFound(const QString& path)
{
    return {ErrorCode::NotFound, u"There is no %1 in this record."_s.arg(path)};
}

/// One `name` or `name[2]` of a path.
struct PathPart {
    QStringView name;
    int position = 0;  ///< 0 = none given
    bool good = false;
};

PathPart partOf(QStringView text)
{
    PathPart part;
    const qsizetype bracket = text.indexOf(u'[');
    part.name = bracket < 0 ? text : text.left(bracket);
    part.good = !part.name.isEmpty();
    if (bracket < 0)
        return part;
    part.good = part.good && text.endsWith(u']') && text.size() - bracket <= 10;
    if (part.good)
        part.position = text.mid(bracket + 1, text.size() - bracket - 2).toInt(&part.good);
    part.good = part.good && part.position > 0;
    return part;
}

}  // namespace

void FormRunPrivate::clear()
{
    m_dirtyRanks.assign(m_program->order.size() / 64 + 1, 0);
    m_dirty.assign(m_program->order.size(), {});
    m_rounds.assign(m_program->order.size(), 0);
    m_lowest = 0;
    m_usedRanks.clear();
    m_triggers.clear();
    m_fresh.clear();
    m_unsettled.clear();
    m_faultyDefaults.clear();
    m_endless = -1;
    m_undo.clear();
    m_redo.clear();
    m_changes.clear();
    m_parked = {};
    m_position.clear();
    m_shuffle = std::floor(m_settings.random() * 1e9);
    m_record.reset();
    m_top = std::make_unique<FormNode>(internName({}));
    m_record = std::make_unique<RecordFrame>();
    m_frames = 1;
    FrameMaker(*m_program, m_record.get()).make(m_top->add(std::make_unique<FormNode>(item(0).name)));
    m_fresh.push_back(m_record.get());
}

RecordFrame* FormRunPrivate::insertFrame(RecordFrame* parent, int repeat, int place, const QString& id)
{
    RecordRows& all = rows(parent, repeat);
    FormNode* around = all.anchor->parent();
    auto made = std::make_unique<RecordFrame>();
    RecordFrame* frame = made.get();
    frame->shape = item(repeat).shape;
    frame->parent = parent;
    frame->slot = item(repeat).outerSlot;
    frame->id = id;
    auto node = std::make_unique<FormNode>(item(repeat).name);
    node->repeated = true;
    node->relevant = around->relevant;
    FormNode* kept = around->add(std::move(node), around->indexOf(all.anchor) + 1 + place);
    FrameMaker(*m_program, frame).make(kept);
    all.frames.insert(all.frames.begin() + place, std::move(made));
    m_fresh.push_back(frame);
    ++m_frames;
    return frame;
}

namespace {

/// Marks a frame and all inside as gone; how many they are.
int forget(RecordFrame* frame)
{
    int inAll = 1;
    frame->gone = true;
    for (const RecordRows& rows : frame->rows) {
        for (const auto& inner : rows.frames)
            inAll += forget(inner.get());
    }
    return inAll;
}

}  // namespace

std::unique_ptr<RecordFrame> FormRunPrivate::takeFrame(RecordFrame* frame)
{
    m_frames -= forget(frame);
    FormNode* node = frame->node();
    m_goneNodes.push_back(node->parent()->take(node));
    auto& frames = frame->parent->rows[static_cast<size_t>(frame->slot)].frames;
    const auto here = frames.begin() + frame->place();
    std::unique_ptr<RecordFrame> taken = std::move(*here);
    frames.erase(here);
    return taken;
}

Result<RecordPlace> FormRunPrivate::find(const QString& path) const
{
    constexpr QLatin1String kRoot("/data");
    if (!path.startsWith(kRoot) || (path.size() > kRoot.size() && path[kRoot.size()] != u'/'))
        return notFound(path);
    RecordPlace place{m_record.get(), 0, false};
    QStringView rest = QStringView(path).mid(kRoot.size());
    while (!rest.isEmpty()) {
        rest = rest.mid(1);
        const qsizetype end = rest.indexOf(u'/');
        const PathPart part = partOf(end < 0 ? rest : rest.left(end));
        rest = end < 0 ? QStringView() : rest.mid(end);
        place.item = part.good ? m_program->child(place.item, part.name) : -1;
        if (place.item < 0)
            return notFound(path);
        const ProgramItem& here = item(place.item);
        if (!here.repeat) {
            if (part.position > 1)
                return notFound(path);
            continue;
        }
        if (rest.isEmpty() && part.position == 0) {
            place.whole = true;
            return place;
        }
        const auto& frames = rows(place.frame, place.item).frames;
        const auto wanted = static_cast<size_t>(std::max(part.position, 1));
        if (wanted > frames.size())
            return notFound(path);
        place.frame = frames[wanted - 1].get();
    }
    return place;
}

Result<RecordPlace> FormRunPrivate::findQuestion(const QString& path) const
{
    Result<RecordPlace> found = find(path);
    if (found && item(found->item).kind == AnswerKind::None)
        return Error{ErrorCode::NotFound, u"%1 is no question."_s.arg(path)};
    return found;
}

RecordFrame* FormRunPrivate::findFrame(int wanted, const QStringList& ids) const
{
    std::vector<int> way;
    for (int here = wanted; here > 0; here = shape(here).parent)
        way.push_back(here);
    if (way.size() != static_cast<size_t>(ids.size()))
        return nullptr;
    RecordFrame* frame = m_record.get();
    for (qsizetype i = 0; i < ids.size(); ++i) {
        const auto& frames = rows(frame, shape(way[way.size() - 1 - static_cast<size_t>(i)]).item).frames;
        const auto next =
            std::find_if(frames.begin(), frames.end(), [&](const auto& each) { return each->id == ids[i]; });
        if (next == frames.end())
            return nullptr;
        frame = next->get();
    }
    return frame;
}

QString FormRunPrivate::pathAt(const RecordFrame* frame, int place) const
{
    if (frame->shape == 0)
        return place == 0 ? u"/data"_s : item(place).item->path;
    std::vector<std::pair<int, int>> numbers;  // repeat and position, innermost first
    for (const RecordFrame* each = frame; each->parent; each = each->parent)
        numbers.emplace_back(shape(each->shape).item, each->place() + 1);
    std::vector<int> way;
    for (int here = place; here > 0; here = item(here).parent)
        way.push_back(here);
    QString path = u"/data"_s;
    for (auto here = way.rbegin(); here != way.rend(); ++here) {
        path += u'/' + *item(*here).name;
        if (!numbers.empty() && numbers.back().first == *here) {
            path += u'[' + QString::number(numbers.back().second) + u']';
            numbers.pop_back();
        }
    }
    return path;
}

QStringList FormRunPrivate::idsOf(const RecordFrame* frame)
{
    QStringList ids;
    for (; frame->parent; frame = frame->parent)
        ids.prepend(frame->id);
    return ids;
}

}  // namespace prohori
