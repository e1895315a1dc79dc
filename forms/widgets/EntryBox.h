// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/engine/FormEngine.h"

#include <QFrame>
#include <QPointer>

namespace prohori {

/** A small box over the form that takes the keys until it is closed: "go to", a note, why there is no answer, the keys.

    Esc closes it and the cursor stands where it stood; so does whatever takes the focus elsewhere. It lies in the window's form, is as high
    as what is in it and never wider than the form.
*/
class EntryBox : public QFrame {
    Q_OBJECT
public:
    EntryBox(const QString& name, QWidget* form);

    /// Opens under `anchor`, or above it where there is no room; in the middle of the form without one.
    void openAt(QWidget* anchor);
    void closeBox();
    /// A key that reached something in the box; true when it is used up.
    virtual bool takeKey(const QKeyEvent& key);

signals:
    void closed();

protected:
    /// What gets the focus.
    virtual QWidget* first() = 0;
    /// The focus went elsewhere, or the window is about to close: what was typed counts.
    virtual void keep() {}
    virtual int wantedWidth() const;
    virtual int wantedHeight(int width) const;
    void fit();
    /// To be called once everything is in the box: hears the keys of what is in it.
    void adopt();
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QPointer<QWidget> m_anchor, m_before;
    bool m_closing = false;
};

}  // namespace prohori
