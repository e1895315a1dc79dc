// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/definition/UpgradeSteps.h"

#include <QCryptographicHash>
#include <QUuid>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// A UUID made from a text (version 8 of RFC 9562: the first bits of its SHA-256).
QString idFrom(const QString& text)
{
    auto bytes = QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Sha256).left(16);
    bytes[6] = static_cast<char>((bytes.at(6) & 0x0f) | 0x80);
    bytes[8] = static_cast<char>((bytes.at(8) & 0x3f) | 0x80);
    return QUuid::fromRfc4122(bytes).toString(QUuid::WithoutBraces);
}

}  // namespace

void UpgradeSteps::apply(const QList<UpgradeStep>& steps)
{
    for (const UpgradeStep& step : steps)
        apply(step);
}

void UpgradeSteps::apply(const UpgradeStep& step)
{
    if (step.kind == UpgradeStep::Rename)
        return rename(step.questions.first(), step.to);
    if (step.kind == UpgradeStep::Compute) {
        m_computed.insert(step.questions.first());
        return;
    }
    for (auto& value : m_values.values) {
        if (value.parked || !step.questions.contains(value.name))
            continue;
        switch (step.kind) {
        case UpgradeStep::Map: map(value, step); break;
        case UpgradeStep::IntoRepeat: takeIn(value, step); break;
        case UpgradeStep::OutOfRepeat: takeOut(value, step); break;
        default: value.parked = true;
        }
    }
}

void UpgradeSteps::rename(const QString& from, const QString& to)
{
    const auto renameWay = [&](UpgradeWay& way) {
        for (auto& instance : way)
            instance.repeat = instance.repeat == from ? to : instance.repeat;
    };
    for (auto& way : m_values.instances)
        renameWay(way);
    for (auto& value : m_values.values) {
        renameWay(value.way);
        value.name = value.name == from ? to : value.name;
    }
}

void UpgradeSteps::map(UpgradeValue& value, const UpgradeStep& step)
{
    if (!value.value.isString())
        return;
    const bool several =
        value.oldItem
        && (value.oldItem->type.startsWith(u"select_multiple"_s) || value.oldItem->type == u"rank");
    QStringList words = several ? value.value.toString().split(u' ', Qt::SkipEmptyParts)
                                : QStringList{value.value.toString()};
    for (auto& word : words)
        word = step.values.value(word, word);
    words.removeDuplicates();
    const auto mapped = words.join(u' ');
    if (mapped == value.value.toString())
        return;
    m_replaced.append(value);
    value.value = mapped;
}

void UpgradeSteps::takeIn(UpgradeValue& value, const UpgradeStep& step)
{
    const bool inside = !value.way.isEmpty() && value.way.constLast().repeat == step.repeat;
    if (!inside)
        value.way.append(firstInstance(value.way, step.repeat));
}

void UpgradeSteps::takeOut(UpgradeValue& value, const UpgradeStep& step)
{
    if (value.way.isEmpty() || value.way.constLast().repeat != step.repeat)
        return;
    if (value.way.constLast().position == step.instance)
        value.way.removeLast();
    else
        value.parked = true;
}

/// The first instance that there is, else one with an id that every machine makes alike: of the record, the repeat and where it stands.
UpgradeInstance UpgradeSteps::firstInstance(const UpgradeWay& outer, const QString& repeat)
{
    for (const auto& way : m_values.instances) {
        if (way.size() == outer.size() + 1 && way.mid(0, outer.size()) == outer
            && way.constLast().repeat == repeat)
            return way.constLast();
    }
    QStringList place{m_record, repeat};
    for (const auto& instance : outer)
        place.append(instance.id);
    UpgradeInstance made;
    made.repeat = repeat;
    made.id = idFrom(place.join(u'\n'));
    made.marks.insert(u"@id"_s, made.id);
    auto way = outer;
    way.append(made);
    m_values.instances.append(way);
    return made;
}

}  // namespace prohori
