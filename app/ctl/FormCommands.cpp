// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/CommandLine.h"

#include "core/base/Json.h"
#include "core/secrets/Crypto.h"
#include "forms/authoring/FormCompiler.h"
#include "forms/engine/FormCases.h"
#include "forms/engine/FormScenarios.h"

#include <QDateTime>
#include <QFileInfo>
#include <QJsonArray>
#include <QTextStream>
#include <QUuid>

#include <cmath>
#include <cstring>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

const QString kSynopsis =
    u"form eval CASES.json | run SCENARIOS.json | compile SOURCE -o form.json | lint SOURCE [--json] | "
    "xform form.json -o form.xml"_s;

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

int runCompile(const QString& source, const QString& target)
{
    const CompiledForm compiled = compileForm(source);
    QTextStream err(stderr);
    printMessages(compiled.messages, err);
    err.flush();
    if (!compiled.package)
        return Failed;
    return write(target, writeFormJson(*compiled.package));
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

}  // namespace

int runForm(const QStringList& words, const Clock& clock)
{
    CommandLine line(kSynopsis);
    line.option(u"o"_s);
    if (!line.parse(words, 2, 2))
        return Usage;
    const QString verb = line.at(0);
    if (verb == u"eval")
        return runEval(line.at(1));
    if (verb == u"run")
        return runScenarioFile(line.at(1), clock);
    if (verb == u"compile")
        return runCompile(line.at(1), line.value(u"o"_s));
    if (verb == u"lint")
        return runLint(line.at(1), line.json());
    if (verb == u"xform")
        return runXForm(line.at(1), line.value(u"o"_s));
    return usage(u"there is no form command '%1'"_s.arg(verb), kSynopsis);
}

}  // namespace prohori
