// SPDX-License-Identifier: GPL-3.0-or-later
#include "FormRunFixture.h"

#include <memory>
#include <stdexcept>

namespace prohori {

QString table(const QStringList& columns, const QList<QStringList>& rows, const QString& sheet)
{
    QString text = QStringLiteral("| %1 |\n| | %2 |\n").arg(sheet, columns.join(QStringLiteral(" | ")));
    for (QStringList row : rows) {
        while (row.size() < columns.size())
            row.append(QString());
        text += QStringLiteral("| | %1 |\n").arg(row.join(QStringLiteral(" | ")));
    }
    return text;
}

ScenarioForm compileMarkdown(const QString& markdown)
{
    const Result<Workbook> workbook = readMarkdown(markdown, QStringLiteral("test.md"));
    if (!workbook)
        return {nullptr, {workbook.error().detail}};
    const CompiledForm compiled = compileWorkbook(*workbook);
    ScenarioForm form;
    form.package = compiled.package;
    for (const AuthorMessage& message : compiled.messages) {
        if (message.isError())
            form.codes.append(message.code);
    }
    return form;
}

RunSettings fixedSettings()
{
    RunSettings settings;
    settings.now = [] {
        return QDateTime::fromString(QStringLiteral("2025-03-14T03:26:53.589Z"), Qt::ISODateWithMs);
    };
    settings.zone = QStringLiteral("Asia/Dhaka");
    settings.random = [] { return 0.25; };
    const auto last = std::make_shared<int>(0);
    settings.uuid = [last] { return QStringLiteral("id-%1").arg(++*last); };
    settings.device.insert(QStringLiteral("username"), QStringLiteral("rahima"));
    return settings;
}

FormProgramPtr programOf(const QString& markdown)
{
    const ScenarioForm form = compileMarkdown(markdown);
    if (!form.package)
        throw std::runtime_error(form.codes.join(QStringLiteral(", ")).toStdString());
    const Result<FormProgramPtr> program = makeFormProgram(form.package);
    if (!program)
        throw std::runtime_error(program.error().detail.toStdString());
    return *program;
}

FormRun begun(const QString& markdown, const RunSettings& settings)
{
    FormRun run(programOf(markdown), settings);
    run.begin();
    return run;
}

}  // namespace prohori
