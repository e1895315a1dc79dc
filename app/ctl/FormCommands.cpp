// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/CommandLine.h"

#include "app/station/FormDictionary.h"
#include "core/base/Json.h"
#include "core/cases/ChangeDictionary.h"
#include "core/secrets/Crypto.h"
#include "forms/authoring/FormComparison.h"
#include "forms/authoring/FormCompiler.h"
#include "forms/definition/CaseForm.h"
#include "forms/engine/FormCases.h"
#include "forms/engine/FormScenarios.h"

#include <QDateTime>
#include <QFileInfo>
#include <QJsonArray>
#include <QTextStream>
#include <QUuid>

#include <cmath>
#include <cstring>
#include <optional>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

const QString kFormSynopsis =
    u"form eval CASES.json | run SCENARIOS.json | compile SOURCE -o form.json [--previous form.json "
    u"[--upgrade upgrade.json] [--force REASON]] | lint SOURCE [--json] | "
    "xform form.json -o form.xml | dictionary FOLDER [--sealed] -o dictionary.zstd"_s;

void printMessages(const QList<AuthorMessage>& messages, QTextStream& out)
{
    for (const AuthorMessage& message : messages)
        out << message.toString() << '\n';
}

int runEval(const QString& path)
{
    const auto bytes = readFile(path);
    if (!bytes)
        return fail(bytes.error());
    const auto cases = readJson(*bytes);
    if (!cases)
        return fail({cases.error().code, u"%1: %2"_s.arg(path, cases.error().detail)});
    if (!cases->isArray())
        return fail({ErrorCode::Invalid, u"%1 is no array of cases {\"expr\", \"context\"}"_s.arg(path)});
    printJson(evaluateCases(cases->toArray()));
    return Done;
}

ScenarioForm compiledScenario(const QString& markdown)
{
    const auto workbook = readMarkdown(markdown, u"scenario.md"_s);
    if (!workbook)
        return {nullptr, {u"F01"_s}};
    const CompiledForm compiled = compileWorkbook(*workbook);
    ScenarioForm form{compiled.package, {}};
    for (const AuthorMessage& message : compiled.messages) {
        if (message.isError())
            form.codes.append(message.code);
    }
    return form;
}

/// Clock and chance of this machine.
RunSettings settingsFor(const Clock& clock)
{
    RunSettings settings;
    settings.now = [&clock] { return QDateTime::fromMSecsSinceEpoch(clock.now().msSinceEpoch); };
    settings.random = [] {
        constexpr int kBits = 53;
        quint64 bits = 0;
        const QByteArray bytes = SodiumRandom().bytes(sizeof bits);
        std::memcpy(&bits, bytes.constData(), sizeof bits);
        return std::ldexp(static_cast<double>(bits >> (64 - kBits)), -kBits);
    };
    settings.uuid = [] {
        return QUuid::fromRfc4122(SodiumRandom().bytes(16)).toString(QUuid::WithoutBraces);
    };
    return settings;
}

int runScenarioFile(const QString& path, const Clock& clock)
{
    const auto bytes = readFile(path);
    if (!bytes)
        return fail(bytes.error());
    const auto results = runScenarios(*bytes, compiledScenario, settingsFor(clock));
    if (!results)
        return fail({results.error().code, u"%1: %2"_s.arg(path, results.error().detail)});
    bool good = true;
    for (const ScenarioResult& result : *results) {
        printText(result.line);
        good = good && result.ok;
    }
    return good ? Done : Failed;
}

/// Where it goes: to a file, else to standard output.
int write(const QString& target, const QByteArray& bytes)
{
    if (target.isEmpty()) {
        QTextStream(stdout) << QString::fromUtf8(bytes);
        return Done;
    }
    const auto written = writeFile(target, bytes);
    return written ? Done : fail(written.error());
}

QString gradeWord(ChangeClass grade)
{
    switch (grade) {
    case ChangeClass::Safe: return u"safe"_s;
    case ChangeClass::Review: return u"review"_s;
    case ChangeClass::Blocked: break;
    }
    return u"blocked"_s;
}

/// The compiled form against the published one: every change with its class, then F28 and F29. Adds to `messages`.
Result<> compareWith(const CommandLine& line, const FormPackage& after, QList<AuthorMessage>& messages)
{
    const QString file = line.value(u"previous"_s);
    const auto bytes = readFile(file);
    if (!bytes)
        return bytes.error();
    const auto before = readFormJson(*bytes, QFileInfo(file).absolutePath());
    if (!before)
        return Error{before.error().code, u"%1: %2"_s.arg(file, before.error().detail)};
    std::optional<UpgradeRules> rules;
    if (const QString upgrade = line.value(u"upgrade"_s); !upgrade.isEmpty()) {
        const auto text = readFile(upgrade);
        if (!text)
            return text.error();
        const auto read = readUpgradeRules(*text);
        if (!read)
            return Error{read.error().code, u"%1: %2"_s.arg(upgrade, read.error().detail)};
        rules = *read;
    }
    const UpgradeRules* known = rules ? &*rules : nullptr;
    QTextStream err(stderr);
    for (const FormChange& change : compareForms(**before, after, known).changes)
        err << gradeWord(change.grade) << ' ' << change.path << ": " << change.text << '\n';
    messages += comparisonMessages(**before, after, known);
    return {};
}

int runCompile(const CommandLine& line)
{
    CompiledForm compiled = compileForm(line.at(1));
    bool publishable = compiled.package != nullptr;
    if (compiled.package && line.has(u"previous"_s)) {
        const qsizetype own = compiled.messages.size();
        if (const auto compared = compareWith(line, *compiled.package, compiled.messages); !compared)
            return fail(compared.error());
        publishable = compiled.messages.size() == own;
    }
    if (compiled.package && !publishable && !line.value(u"force"_s).trimmed().isEmpty()) {
        // Why it was published all the same stays in the form.
        auto forced = std::make_shared<FormPackage>(*compiled.package);
        forced->settings.insert(u"forced_because"_s, line.value(u"force"_s).trimmed());
        forced->hash = packageHash(*forced);
        compiled.package = forced;
        publishable = true;
    }
    QTextStream err(stderr);
    printMessages(compiled.messages, err);
    err.flush();
    return publishable ? write(line.value(u"o"_s), writeFormJson(*compiled.package)) : Failed;
}

int runLint(const QString& source, bool json)
{
    const CompiledForm compiled = compileForm(source);
    if (json) {
        QJsonArray all;
        for (const AuthorMessage& message : compiled.messages)
            all.append(message.toJson());
        printJson(all);
    } else {
        QTextStream out(stdout);
        printMessages(compiled.messages, out);
    }
    return compiled.package ? Done : Failed;
}

int runXForm(const QString& source, const QString& target)
{
    const auto bytes = readFile(source);
    if (!bytes)
        return fail(bytes.error());
    const auto package = readFormJson(*bytes, QFileInfo(source).absolutePath());
    if (!package)
        return fail({package.error().code, u"%1: %2"_s.arg(source, package.error().detail)});
    return write(target, writeXForm(**package));
}

/// A zstd dictionary of a published form, for changes or for what is sealed in them: `folder` is that of its version.
int runDictionary(const QString& folder, const QString& target, bool isForSealed)
{
    if (target.isEmpty())
        return usage(u"say with -o where the dictionary goes"_s, kFormSynopsis);
    const QString source = folder + u"/form.json"_s;
    const auto bytes = readFile(source);
    if (!bytes)
        return fail(bytes.error());
    const auto package = readFormJson(*bytes, folder);
    if (!package)
        return fail({package.error().code, u"%1: %2"_s.arg(source, package.error().detail)});
    const CaseFormReading reading = readCaseForm(*package);
    if (!reading.form)
        return fail({ErrorCode::Invalid, u"%1: %2"_s.arg(source, reading.faults.join(u"; "_s))});
    const auto dictionary =
        isForSealed ? makeSealedDictionary(reading.form) : makeFormDictionary(reading.form);
    if (!dictionary)
        return fail(dictionary.error());
    if (const auto written = writeFile(target, *dictionary); !written)
        return fail(written.error());
    printText(u"dictionary %1: %2 bytes"_s.arg(dictionaryId(*dictionary)).arg(dictionary->size()));
    return Done;
}

}  // namespace

int runForm(const QStringList& words, const Clock& clock)
{
    CommandLine line(kFormSynopsis);
    line.option(u"o"_s).option(u"previous"_s).option(u"upgrade"_s).option(u"force"_s).flag(u"sealed"_s);
    if (!line.parse(words, 2, 2))
        return Usage;
    const QString verb = line.at(0);
    if (verb == u"eval")
        return runEval(line.at(1));
    if (verb == u"run")
        return runScenarioFile(line.at(1), clock);
    if (verb == u"compile")
        return runCompile(line);
    if (verb == u"lint")
        return runLint(line.at(1), line.json());
    if (verb == u"xform")
        return runXForm(line.at(1), line.value(u"o"_s));
    if (verb == u"dictionary")
        return runDictionary(line.at(1), line.value(u"o"_s), line.has(u"sealed"_s));
    return usage(u"there is no form command '%1'"_s.arg(verb), kFormSynopsis);
}

}  // namespace prohori
