// SPDX-License-Identifier: GPL-3.0-or-later
// The way through the form (forms.md 11).
#include "forms/engine/AnswerText.h"
#include "forms/engine/FormRunPrivate.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

std::vector<RecordPlace> FormRunPrivate::entryPlaces() const
{
    std::vector<RecordPlace> places;
    eachCell(m_record.get(), [&](RecordFrame* frame, int place) {
        if (isEditable(frame, place))
            places.push_back({frame, place, false});
    });
    return places;
}

const FormNode* FormRunPrivate::nodeAt(const RecordPlace& place) const
{
    return place.whole ? rows(place.frame, place.item).anchor : cell(place.frame, place.item).node;
}

QStringList FormRun::entryOrder() const
{
    QStringList paths;
    for (const RecordPlace& place : d->entryPlaces())
        paths.append(d->pathAt(place.frame, place.item));
    return paths;
}

QString FormRun::next(const QString& path) const
{
    const std::vector<RecordPlace> places = d->entryPlaces();
    const Result<RecordPlace> here = d->find(path);
    const auto found = std::find_if(places.begin(), places.end(), [&](const RecordPlace& place) {
        return !here || precedes(d->nodeAt(*here), d->nodeAt(place));
    });
    return found == places.end() ? QString() : d->pathAt(found->frame, found->item);
}

QString FormRun::previous(const QString& path) const
{
    const std::vector<RecordPlace> places = d->entryPlaces();
    const Result<RecordPlace> here = d->find(path);
    if (!here)
        return {};
    const auto found = std::find_if(places.rbegin(), places.rend(), [&](const RecordPlace& place) {
        return precedes(d->nodeAt(place), d->nodeAt(*here));
    });
    return found == places.rend() ? QString() : d->pathAt(found->frame, found->item);
}

QString FormRun::nextRequired(const QString& path) const
{
    const Result<RecordPlace> here = d->find(path);
    QString first;
    for (const RecordPlace& place : d->entryPlaces()) {
        if (!d->isRequired(place.frame, place.item) || d->isAnswered(place.frame, place.item))
            continue;
        if (!here || precedes(d->nodeAt(*here), d->nodeAt(place)))
            return d->pathAt(place.frame, place.item);
        if (first.isEmpty())
            first = d->pathAt(place.frame, place.item);
    }
    return first;
}

QString FormRun::nextProblem(const QString& path) const
{
    const Result<RecordPlace> here = d->find(path);
    QString first;
    for (const ReportItem& item : report().items) {
        if (item.confirmed)
            continue;
        const Result<RecordPlace> place = d->find(item.path);
        if (place && (!here || precedes(d->nodeAt(*here), d->nodeAt(*place))))
            return item.path;
        if (first.isEmpty())
            first = item.path;
    }
    return first;
}

/// The first instance of what has that code or name; where it can be entered, if it can anywhere.
QString FormRun::goTo(const QString& code) const
{
    const QString wanted = asciiDigits(code).trimmed();
    QString byCode;
    QString byName;
    bool codeEditable = false;
    bool nameEditable = false;
    const auto take = [](QString& found, bool& editable, const QString& path, bool can) {
        if (found.isEmpty() || (can && !editable)) {
            found = path;
            editable = can;
        }
    };
    d->eachCell(d->m_record.get(), [&](RecordFrame* frame, int place) {
        const FormItem& item = *d->item(place).item;
        if (place == 0 || wanted.isEmpty())
            return;
        const bool can = d->isEditable(frame, place) || item.isContainer();
        if (!item.code.isEmpty() && item.code.compare(wanted, Qt::CaseInsensitive) == 0)
            take(byCode, codeEditable, d->pathAt(frame, place), can);
        else if (item.name.compare(wanted, Qt::CaseInsensitive) == 0)
            take(byName, nameEditable, d->pathAt(frame, place), can);
    });
    return byCode.isEmpty() ? byName : byCode;
}

}  // namespace prohori
