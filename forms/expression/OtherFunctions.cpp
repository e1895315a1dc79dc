// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/expression/Functions.h"

#include "forms/expression/ExpressionFaults.h"

#include <QCryptographicHash>

#include <array>
#include <cmath>
#include <optional>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

/// The longest text of chance that uuid(n) gives.
constexpr double longestUuid = 1024;

Item yes(FunctionCall&)
{
    return true;
}

Item no(FunctionCall&)
{
    return false;
}

Item negation(FunctionCall& call)
{
    return !call.boolean(0);
}

Item boolean(FunctionCall& call)
{
    return call.boolean(0);
}

Item booleanFromString(FunctionCall& call)
{
    const QString text = call.text(0);
    return text == u"true"_s || text == u"1"_s;
}

Item choose(FunctionCall& call)
{
    return call.item(call.boolean(0) ? 1 : 2);
}

Item random(FunctionCall& call)
{
    return call.work.world().random();
}

Item uuid(FunctionCall& call)
{
    const EvaluationWorld& world = call.work.world();
    if (call.count() == 0)
        return world.uuid();
    const double length = std::trunc(call.number(0));
    QString text;
    const QString letters = u"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"_s;
    for (double place = 0; place < std::min(length, longestUuid); ++place)
        text += letters[static_cast<qsizetype>(world.random() * static_cast<double>(letters.size()))];
    return text;
}

std::optional<QCryptographicHash::Algorithm> algorithmOf(const QString& name)
{
    if (name == u"MD5"_s)
        return QCryptographicHash::Md5;
    if (name == u"SHA-1"_s)
        return QCryptographicHash::Sha1;
    if (name == u"SHA-256"_s)
        return QCryptographicHash::Sha256;
    if (name == u"SHA-384"_s)
        return QCryptographicHash::Sha384;
    if (name == u"SHA-512"_s)
        return QCryptographicHash::Sha512;
    return std::nullopt;
}

Item digest(FunctionCall& call)
{
    const QByteArray bytes = call.text(0).toUtf8();
    const auto algorithm = algorithmOf(call.text(1));
    const QString encoding = call.count() > 2 ? call.text(2) : u"base64"_s;
    if (!algorithm || (encoding != u"base64"_s && encoding != u"hex"_s)) {
        const ExpressionNode& wrong = call.argument(algorithm ? 2 : 1);
        call.work.fail(FaultOf::unsupported(wrong.offset, call.work.describe(wrong)));
        return QString();
    }
    const QByteArray hash = QCryptographicHash::hash(bytes, *algorithm);
    return QString::fromLatin1(encoding == u"hex"_s ? hash.toHex() : hash.toBase64());
}

Item base64Decode(FunctionCall& call)
{
    const auto decoded = QByteArray::fromBase64Encoding(call.text(0).trimmed().toLatin1(),
                                                        QByteArray::AbortOnBase64DecodingErrors);
    return decoded ? QString::fromUtf8(*decoded) : QString();
}

Item missing(FunctionCall& call)
{
    const Nodes nodes = call.nodes(0);
    if (nodes.isEmpty())
        return QString();
    call.work.read(nodes[0]);
    return nodes[0]->missing;
}

constexpr std::array otherEntries{
    FunctionEntry{"true", yes},
    FunctionEntry{"false", no},
    FunctionEntry{"not", negation},
    FunctionEntry{"boolean", boolean},
    FunctionEntry{"boolean-from-string", booleanFromString},
    FunctionEntry{"if", choose},
    FunctionEntry{"random", random},
    FunctionEntry{"uuid", uuid},
    FunctionEntry{"digest", digest},
    FunctionEntry{"base64-decode", base64Decode},
    FunctionEntry{"missing", missing},
};

}  // namespace

std::span<const FunctionEntry> otherFunctions()
{
    return otherEntries;
}

}  // namespace prohori
