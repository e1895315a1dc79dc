// SPDX-License-Identifier: GPL-3.0-or-later
#include "Figures.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTextStream>

#include <malloc.h>
#include <unistd.h>

/// Of jemalloc; null where the sanitizers' memory stands in its place.
extern "C" __attribute__((weak)) int mallctl(const char* name, void* old, size_t* oldSize, void* made,
                                             size_t madeSize);

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

QByteArray procFile(qint64 pid, const QString& name)
{
    QFile file(u"/proc/%1/%2"_s.arg(pid).arg(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString number(double value, int decimals)
{
    return QString::number(value, 'f', decimals);
}

}  // namespace

std::optional<double> Figure::timesFloor() const
{
    if (!floor || *floor <= 0 || value <= 0)
        return std::nullopt;
    return more ? *floor / value : value / *floor;
}

Figures::Figures(bool json) : m_json(json) {}

void Figures::add(const Figure& figure)
{
    m_all.append(figure);
    if (m_json)
        return;
    QTextStream out(stdout);
    if (m_all.size() == 1)
        out << u"figure"_s.leftJustified(44) << u"measured"_s.rightJustified(14)
            << u"x floor"_s.rightJustified(10) << u"  floor; direction"_s << '\n';
    const auto times = figure.timesFloor();
    out << figure.what.leftJustified(44)
        << (number(figure.value, figure.decimals) + u' ' + figure.unit).rightJustified(14)
        << (times ? number(*times, 2) : u"-"_s).rightJustified(10) << "  ";
    if (figure.floor)
        out << number(*figure.floor, figure.decimals) << ' ' << figure.floorIs;
    if (!figure.direction.isEmpty())
        out << "; " << figure.direction;
    out << '\n' << Qt::flush;
}

void Figures::finish(int cases) const
{
    if (!m_json)
        return;
    QJsonArray all;
    for (const Figure& figure : m_all) {
        QJsonObject one{{u"what"_s, figure.what}, {u"value"_s, figure.value}, {u"unit"_s, figure.unit}};
        if (figure.floor)
            one.insert(u"floor"_s, *figure.floor);
        if (const auto times = figure.timesFloor())
            one.insert(u"times_floor"_s, *times);
        if (!figure.direction.isEmpty())
            one.insert(u"direction"_s, figure.direction);
        all.append(one);
    }
    QTextStream(stdout) << QJsonDocument(QJsonObject{{u"cases"_s, cases}, {u"figures"_s, all}}).toJson();
}

double cpuSeconds(qint64 pid)
{
    const QByteArray line = procFile(pid, u"stat"_s);
    const QList<QByteArray> parts = line.mid(line.lastIndexOf(')') + 2).split(' ');
    constexpr int kUser = 11;
    return (parts.value(kUser).toDouble() + parts.value(kUser + 1).toDouble())
         / static_cast<double>(sysconf(_SC_CLK_TCK));
}

namespace {

double statusMegabytes(qint64 pid, const QString& entry)
{
    const QRegularExpression kibibytes(entry + u":\\s+(\\d+)"_s);
    constexpr double kKibInMib = 1024;
    return kibibytes.match(QString::fromLatin1(procFile(pid, u"status"_s))).captured(1).toDouble()
         / kKibInMib;
}

}  // namespace

double peakMegabytes(qint64 pid)
{
    return statusMegabytes(pid, u"VmHWM"_s);
}

double heldMegabytes(qint64 pid)
{
    return statusMegabytes(pid, u"VmRSS"_s);
}

void forgetPeak(qint64 pid)
{
    QFile file(u"/proc/%1/clear_refs"_s.arg(pid));
    if (file.open(QIODevice::WriteOnly))
        file.write("5");
}

void giveFreeMemoryBack()
{
    if (!mallctl) {
        malloc_trim(0);
        return;
    }
    constexpr auto kAllArenas = "arena.4096.purge";
    mallctl("thread.tcache.flush", nullptr, nullptr, nullptr, 0);
    mallctl(kAllArenas, nullptr, nullptr, nullptr, 0);
}

}  // namespace prohori
