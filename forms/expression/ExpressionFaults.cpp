// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/expression/ExpressionFaults.h"

#include "forms/expression/FunctionTable.h"

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

ExpressionFault make(const QString& code, const QString& kind, int offset, const QString& text)
{
    return {code, kind, offset, text};
}

QString didYouMean(const QString& nearest)
{
    return nearest.isEmpty() ? QString() : u" Did you mean '"_s + nearest + u"'?"_s;
}

}  // namespace

ExpressionFault FaultOf::syntax(int offset, const QString& expected)
{
    return make(u"X01"_s, u"syntax"_s, offset,
                u"Cannot read the expression at character "_s + QString::number(offset + 1) + u": "_s
                    + expected + u"."_s);
}

ExpressionFault FaultOf::unknownFunction(int offset, const QString& name)
{
    QString text = u"There is no function '"_s + name + u"'."_s;
    if (isReservedFunction(name)) {
        text += u" It is not supported yet."_s;
    } else {
        QStringList names;
        for (int place = 0; place < functionCount(); ++place)
            names.append(QString::fromLatin1(functionAt(place).name));
        text += didYouMean(nearestWord(name, names));
    }
    return make(u"X02"_s, u"unknown-function"_s, offset, text);
}

ExpressionFault FaultOf::arity(int offset, const QString& name, const QString& wanted, int given)
{
    return make(u"X03"_s, u"arity"_s, offset,
                name + u"() takes "_s + wanted + u" arguments, not "_s + QString::number(given) + u"."_s);
}

ExpressionFault FaultOf::unknownPath(int offset, const QString& path, const QStringList& siblings)
{
    const QString last = path.mid(path.lastIndexOf(u'/') + 1);
    QString hint = didYouMean(nearestWord(last, siblings));
    if (hint.isEmpty() && last.contains(u'-'))
        hint = u" For a subtraction put spaces around the minus sign."_s;
    return make(u"X04"_s, u"unknown-path"_s, offset, u"There is no question at "_s + path + u"."_s + hint);
}

ExpressionFault FaultOf::unknownInstance(int offset, const QString& name)
{
    return make(u"X05"_s, u"unknown-instance"_s, offset, u"There is no list or table '"_s + name + u"'."_s);
}

ExpressionFault FaultOf::unsupported(int offset, const QString& what)
{
    return make(u"X06"_s, u"unsupported"_s, offset, u"'"_s + what + u"' is not supported here."_s);
}

ExpressionFault FaultOf::type(int offset, const QString& what)
{
    return make(u"X06"_s, u"type"_s, offset, u"'"_s + what + u"' is not supported here."_s);
}

ExpressionFault FaultOf::badPattern(int offset, const QString& why)
{
    return make(u"X07"_s, u"bad-regex"_s, offset,
                u"The pattern is not a valid regular expression: "_s + why + u"."_s);
}

ExpressionFault FaultOf::badDate(int offset, const QString& value)
{
    return make(u"X08"_s, u"bad-date"_s, offset, u"'"_s + value + u"' is not a date."_s);
}

ExpressionFault FaultOf::badFormat(int offset, const QString& letter)
{
    return make(u"X09"_s, u"bad-format"_s, offset, u"'%"_s + letter + u"' is not a date format code."_s);
}

}  // namespace prohori
