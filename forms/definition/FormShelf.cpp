// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/definition/FormShelf.h"

#include "forms/definition/CaseForm.h"

#include <QRegularExpression>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// Of a choice that no installed form knows.
FormChoice unknownChoice(const QString& code)
{
    FormChoice choice;
    choice.name = code;
    choice.label.set(u"en"_s, u"%1 (of another version of the form)"_s.arg(code));
    choice.label.set(u"bn"_s, u"%1 (ফরমের অন্য সংস্করণের)"_s.arg(code));
    return choice;
}

bool holds(const FormList& list, const QString& code)
{
    return std::any_of(list.choices.begin(), list.choices.end(),
                       [&](const FormChoice& choice) { return choice.name == code; });
}

}  // namespace

int compareVersions(const QString& left, const QString& right)
{
    static const QRegularExpression digits(u"[0-9]+"_s);
    const auto padded = [](const QString& version) {
        QString text;
        qsizetype at = 0;
        for (auto run = digits.globalMatch(version); run.hasNext();) {
            const auto match = run.next();
            text += version.mid(at, match.capturedStart() - at) + match.captured().rightJustified(64, u'0');
            at = match.capturedEnd();
        }
        return text + version.mid(at);
    };
    return QString::compare(padded(left), padded(right));
}

FormShelf::FormShelf(Source source) : m_source(std::move(source))
{
    if (m_source.versions.isEmpty())
        qFatal("no form is installed");
    std::sort(m_source.versions.begin(), m_source.versions.end(),
              [](const QString& one, const QString& other) { return compareVersions(one, other) < 0; });
}

static FormShelf::Source sourceOf(const QList<FormPtr>& forms, const QHash<QString, QByteArray>& rules)
{
    QHash<QString, FormPtr> byVersion;
    for (const FormPtr& form : forms)
        byVersion.insert(form->version(), form);
    return {byVersion.keys(), [byVersion](const QString& version) { return byVersion.value(version); },
            [rules](const QString& version) { return rules.value(version); },
            [byVersion](const QString& version) { return byVersion.value(version)->package()->hash; }};
}

FormShelf::FormShelf(const QList<FormPtr>& forms, const QHash<QString, QByteArray>& rules)
    : FormShelf(sourceOf(forms, rules))
{}

FormPtr FormShelf::read(const QString& version) const
{
    const std::lock_guard guard(m_guard);
    FormPtr& form = m_forms[version];
    if (!form)
        form = m_source.read(version);
    return form;
}

FormPtr FormShelf::find(const QString& version) const
{
    return has(version) ? read(version) : nullptr;
}

QString FormShelf::versionFor(const QString& version) const
{
    const auto found = std::find_if(m_source.versions.begin(), m_source.versions.end(),
                                    [&](const QString& one) { return compareVersions(one, version) >= 0; });
    return found == m_source.versions.end() ? newestVersion() : *found;
}

FormPtr FormShelf::whoKnows(quint32 field) const
{
    for (auto version = m_source.versions.crbegin(); version != m_source.versions.crend(); ++version) {
        if (const FormPtr form = read(*version); form->field(field))
            return form;
    }
    return nullptr;
}

FormPtr FormShelf::withChoices(const QString& version, const QMap<QString, QStringList>& codes) const
{
    const FormPtr form = formFor(version);
    FormPackage package = *form->package();
    for (auto it = codes.begin(); it != codes.end(); ++it) {
        const auto list = package.lists.find(it.key());
        if (list == package.lists.end() || !list->file.isEmpty())
            continue;
        for (const QString& code : *it) {
            if (holds(*list, code))
                continue;
            FormChoice choice = unknownChoice(code);
            for (auto at = m_source.versions.crbegin(); at != m_source.versions.crend(); ++at) {
                const QList<FormChoice>& known = read(*at)->package()->lists.value(it.key()).choices;
                const auto same = std::find_if(known.begin(), known.end(),
                                               [&](const FormChoice& one) { return one.name == code; });
                if (same == known.end())
                    continue;
                choice = *same;
                break;
            }
            choice.retired = true;
            list->choices.append(choice);
        }
    }
    const CaseFormReading reading = readCaseForm(std::make_shared<const FormPackage>(std::move(package)));
    // The rows of the survey are those of a form that was read before.
    return reading.form ? reading.form : form;
}

Result<std::optional<UpgradeRules>> FormShelf::rules(const QString& version) const
{
    const QByteArray json = m_source.rules && has(version) ? m_source.rules(version) : QByteArray();
    if (json.isEmpty())
        return std::optional<UpgradeRules>();
    auto read = readUpgradeRules(json);
    if (!read)
        return read.error();
    if (compareVersions(read->from, version) >= 0)
        return Error{ErrorCode::Invalid,
                     u"the rules of form version %1 do not begin at an older one"_s.arg(version)};
    return std::optional(std::move(*read));
}

}  // namespace prohori
