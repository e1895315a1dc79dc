// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace prohori {

/// One measured figure beside what the machine needs at least and what we want to reach.
struct Figure {
    QString what;
    double value = 0;
    int decimals = 0;
    QString unit;
    std::optional<double> floor;  ///< in the same unit
    QString floorIs;
    bool more = false;  ///< more is better: a rate
    QString direction;  ///< what we aim at; no gate

    /// How many times what the floor needs; 1 is perfect.
    std::optional<double> timesFloor() const;
};

/// Prints figures as they come, as a table or, at the end, as one JSON object.
class Figures {
public:
    explicit Figures(bool json);
    void add(const Figure& figure);
    void finish(int cases) const;

private:
    bool m_json;
    QList<Figure> m_all;
};

/// CPU time of a process so far, user and system.
double cpuSeconds(qint64 pid);
/// The most memory a process has held since forgetPeak(), in MB.
double peakMegabytes(qint64 pid);
/// What the process holds now.
double heldMegabytes(qint64 pid);
void forgetPeak(qint64 pid);
/// What this process has free goes back to the system.
void giveFreeMemoryBack();

}  // namespace prohori
