// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/Session.h"

#include <QWidget>

class QLabel;

namespace prohori {

/// At the foot of the window, always: how many changes are not sent, at the server and safe, and the last checked
/// backup that is known of. The last sync stands at the head of the window.
class SyncStatusBar : public QWidget {
    Q_OBJECT
public:
    explicit SyncStatusBar(Session& session, QWidget* parent = nullptr);
    void retell();

private:
    Session& m_session;
    QLabel *m_states, *m_safe;
};

/// "Not sent: 3 · At the server: 12 · Safe: 0", and what each of the three means.
QString whereaboutsText(const Whereabouts& places);
QString whereaboutsMeaning(const Whereabouts& places);

}  // namespace prohori
