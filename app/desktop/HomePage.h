// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/Session.h"

#include <QWidget>

class QGridLayout;
class QLabel;
class QPushButton;

namespace prohori {

/** What waits for this person, and how safe the work is: the first page after unlocking.

    A tile for each of my tasks, with its number; each opens what it counts. Which ones there are depends on the role.
*/
class HomePage : public QWidget {
    Q_OBJECT
public:
    explicit HomePage(Session& session, QWidget* parent = nullptr);

signals:
    void newCaseWanted();
    void caseWanted(const prohori::RecordId& record);
    void casesWanted(std::optional<prohori::RecordPhase> phase, bool onlyMine);
    void reviewWanted();
    void syncWanted();

protected:
    void showEvent(QShowEvent* event) override;

private:
    /// A tile and how its number is found.
    struct Tile {
        QPushButton* button;
        QString caption;
        std::function<qint64()> count;
    };
    void addTile(const QString& objectName, const QString& caption, std::function<qint64()> count,
                 std::function<void()> open);
    void addPhaseTile(const QString& objectName, const QString& caption, RecordPhase phase, bool onlyMine);
    void addTiles();
    qint64 countIn(RecordPhase phase, bool onlyMine) const;
    void openTyping();
    void retell();
    QString safetyText() const;

    Session& m_session;
    QLabel* m_greeting;
    QLabel* m_safety;
    QGridLayout* m_grid;
    QList<Tile> m_tiles;
};

}  // namespace prohori
