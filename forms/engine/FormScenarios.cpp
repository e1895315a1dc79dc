// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/engine/FormScenarios.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <optional>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

QString compact(const QJsonArray& array)
{
    return QString::fromUtf8(QJsonDocument(array).toJson(QJsonDocument::Compact));
}

QString word(bool truth)
{
    return truth ? u"true"_s : u"false"_s;
}

/// One record under test. A step gives nothing when it holds, else what was found instead.
class ScenarioRun {
public:
    ScenarioRun(ScenarioForm form, const RunSettings& settings) : m_form(std::move(form))
    {
        if (!m_form.package)
            return;
        Result<FormProgramPtr> program = makeFormProgram(m_form.package);
        if (!program) {
            m_why = program.error().detail;
            return;
        }
        m_run.emplace(*program, settings);
        m_run->begin();
    }

    std::optional<QString> step(const QJsonArray& step)
    {
        const QString verb = step.at(0).toString();
        if (verb == u"form-error")
            return formError(step.at(1).toString());
        if (!m_run)
            return m_why.isEmpty() ? u"the form does not compile: %1"_s.arg(m_form.codes.join(u", "_s))
                                   : m_why;
        const QString path = step.at(1).toString();
        if (verb == u"set" || verb == u"add" || verb == u"remove")
            return change(verb, path, step.at(2).toString());
        if (verb == u"report")
            return report(step.at(1).toArray());
        return ask(verb, path, step.at(2));
    }

private:
    std::optional<QString> formError(const QString& wanted) const
    {
        const QString code = wanted == u"cycle" ? u"F23"_s : wanted;
        if (m_form.codes.contains(code))
            return std::nullopt;
        return m_form.codes.isEmpty() ? u"no error"_s : m_form.codes.join(u", "_s);
    }

    std::optional<QString> change(const QString& verb, const QString& path, const QString& text)
    {
        std::optional<Error> error;
        if (verb == u"set") {
            if (const Result<> done = m_run->set(path, text); !done)
                error = done.error();
        } else if (verb == u"add") {
            if (const Result<QString> done = m_run->addInstance(path); !done)
                error = done.error();
        } else if (const Result<> done = m_run->removeInstance(path); !done) {
            error = done.error();
        }
        return error ? std::optional(error->detail) : std::nullopt;
    }

    template <typename T, typename Show>
    static std::optional<QString> compare(const Result<T>& found, const T& wanted, const Show& show)
    {
        if (!found)
            return found.error().detail;
        return *found == wanted ? std::nullopt : std::optional<QString>(show(*found));
    }

    std::optional<QString> ask(const QString& verb, const QString& path, const QJsonValue& wanted) const
    {
        if (verb == u"get")
            return compare(m_run->value(path), wanted.toString(),
                           [](const QString& text) { return compact({text}); });
        if (verb == u"relevant")
            return compare(m_run->isRelevant(path), wanted.toBool(), word);
        if (verb == u"required")
            return compare(m_run->isRequired(path), wanted.toBool(), word);
        if (verb == u"readonly")
            return compare(m_run->isReadonly(path), wanted.toBool(), word);
        if (verb == u"count")
            return compare(m_run->count(path), wanted.toInt(-1), [](int n) { return QString::number(n); });
        if (verb == u"choices") {
            QStringList names;
            const QJsonArray all = wanted.toArray();
            for (const QJsonValue& name : all)
                names.append(name.toString());
            return compare(m_run->choices(path), names, [](const QStringList& found) {
                return compact(QJsonArray::fromStringList(found));
            });
        }
        return u"there is no step '%1'"_s.arg(verb);
    }

    std::optional<QString> report(const QJsonArray& wanted) const
    {
        QJsonArray found;
        for (const ReportItem& item : m_run->report().items) {
            if (item.error)
                found.append(QJsonArray{item.path, item.kind});
        }
        return found == wanted ? std::nullopt : std::optional(compact(found));
    }

    ScenarioForm m_form;
    std::optional<FormRun> m_run;
    QString m_why;
};

ScenarioResult runOne(const QJsonObject& scenario, const ScenarioCompiler& compile,
                      const RunSettings& settings)
{
    ScenarioResult result;
    result.id = scenario.value(u"id").toString();
    ScenarioRun run(compile(scenario.value(u"form").toString()), settings);
    const QJsonArray steps = scenario.value(u"steps").toArray();
    for (qsizetype i = 0; i < steps.size(); ++i) {
        const QJsonArray step = steps[i].toArray();
        if (const std::optional<QString> found = run.step(step)) {
            result.line =
                u"%1: step %2 %3 found %4"_s.arg(result.id, QString::number(i + 1), compact(step), *found);
            return result;
        }
    }
    result.ok = true;
    result.line = result.id + u": ok"_s;
    return result;
}

}  // namespace

Result<QList<ScenarioResult>> runScenarios(const QByteArray& json, const ScenarioCompiler& compile,
                                           const RunSettings& settings)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    if (!document.isArray())
        return Error{ErrorCode::Invalid, u"This is no JSON array of scenarios."_s};
    QList<ScenarioResult> results;
    const QJsonArray all = document.array();
    for (const QJsonValue& each : all) {
        if (!each.isObject())
            return Error{ErrorCode::Invalid, u"A scenario is no object."_s};
        results.append(runOne(each.toObject(), compile, settings));
    }
    return results;
}

}  // namespace prohori
