// SPDX-License-Identifier: GPL-3.0-or-later
// Texts of the form with the values that they mention.
#include "forms/engine/FormRunPrivate.h"

namespace prohori {

using namespace Qt::StringLiterals;

/// The value of the question of that name that stands nearest to `frame`; of a select the labels.
QString FormRunPrivate::shownValue(RecordFrame* frame, int place, const QString& name) const
{
    const int source = m_program->named(name);
    if (source < 0 || item(source).container)
        return {};
    const int common = m_program->commonShape(frame->shape, item(source).shape);
    RecordFrame* nearest = nullptr;
    eachFrame(frame->around(common), item(source).shape, [&](RecordFrame* each) {
        if (!nearest)
            nearest = each;
    });
    if (!nearest || (source == place && nearest == frame && !cell(nearest, source).node))
        return {};
    const FormNode* node = cell(nearest, source).node;
    if (!node->relevant || node->text.isEmpty())
        return {};
    if (!item(source).list)
        return node->text;
    const QStringList names = item(source).kind == AnswerKind::SelectOne
                                ? QStringList{node->text}
                                : node->text.split(u' ', Qt::SkipEmptyParts);
    QStringList labels;
    for (const QString& each : names) {
        const QString label = labelOf(source, each);
        labels.append(label.isEmpty() ? each : label);
    }
    return labels.join(u", "_s);
}

QString FormRunPrivate::filledIn(RecordFrame* frame, int place, const QString& text) const
{
    if (!text.contains(u"${"))
        return text;
    QString filled;
    qsizetype done = 0;
    for (const NameReference& reference : nameReferences(text, false)) {
        filled += QStringView(text).mid(done, reference.offset - done);
        filled += shownValue(frame, place, reference.name);
        done = reference.offset + reference.length;
    }
    return filled + text.mid(done);
}

void FormRunPrivate::setLanguage(const QString& language)
{
    const QString wanted = language.isEmpty() ? m_program->package().defaultLanguage : language;
    if (wanted == m_language)
        return;
    m_language = wanted;
    m_listNodes.clear();
    m_instances.clear();
    recalculateEverything();
}

Result<QString> FormRun::text(const QString& path, const QString& which) const
{
    const Result<RecordPlace> place = d->find(path);
    if (!place)
        return place.error();
    const FormItem& item = *d->item(place->item).item;
    const Texts* texts = which == u"label"              ? &item.label
                       : which == u"hint"               ? &item.hint
                       : which == u"guidance"           ? &item.guidance
                       : which == u"constraint_message" ? &item.constraintMessage
                       : which == u"required_message"   ? &item.requiredMessage
                       : which == u"check_message"      ? &item.checkMessage
                                                        : nullptr;
    if (!texts)
        return Error{ErrorCode::NotFound, u"There is no text %1."_s.arg(which)};
    return d->filledIn(place->frame, place->item, texts->in(d->m_language));
}

QString FormRun::choiceLabel(const QString& path, const QString& name) const
{
    const Result<RecordPlace> place = d->findQuestion(path);
    if (!place)
        return name;
    const QString label = d->filledIn(place->frame, place->item, d->labelOf(place->item, name));
    return label.isEmpty() ? name : label;
}

QString FormRun::title() const
{
    const FormPackage& package = d->m_program->package();
    if (d->m_program->instanceName >= 0) {
        const std::optional<Value> value = d->work(d->m_program->instanceName, d->m_record->node());
        if (const QString text = value ? value->toText() : QString(); !text.isEmpty())
            return text;
    }
    const QString title = package.titles.in(d->m_language);
    return title.isEmpty() ? package.title : title;
}

}  // namespace prohori
