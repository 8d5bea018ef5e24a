import type { Messages } from './messages.ts'

export const de: Messages = {
  language: 'Deutsch',
  title: 'Ihre Zahlung',
  merchant: 'der Händler',
  states: {
    open: {
      title: 'Wartet auf Ihre Zahlung',
      text: 'Fahren Sie dort fort, wo Sie begonnen haben. Sie brauchen keinen neuen Link.',
    },
    partly_paid: {
      title: 'Ein Teil ist angekommen',
      text: 'Wir haben einen Teil des Betrags gesehen. Senden Sie den Rest auf demselben Weg wie den ersten Teil, bevor die Zeit abläuft.',
    },
    lapsed: {
      title: 'Die Zeit ist wohl abgelaufen',
      text: 'Bitte zahlen Sie jetzt nicht. Falls Sie schon gezahlt haben, zahlen Sie nicht noch einmal: Es wird geprüft.',
    },
    unconfirmed: {
      title: 'Noch nicht bestätigt',
      text: 'Falls Sie schon gezahlt haben, zahlen Sie nicht noch einmal. Sonst fahren Sie mit demselben Link fort, den Sie erhalten haben.',
    },
    confirming: {
      title: 'Ihre Zahlung ist zu sehen',
      text: 'Sie wird gerade bestätigt. Sie müssen nichts tun; bitte zahlen Sie nicht noch einmal.',
    },
    awaiting_merchant: {
      title: 'Ihre Zahlung liegt beim Händler',
      text: 'Sie wird abgeschlossen. Sie müssen nichts tun; bitte zahlen Sie nicht noch einmal.',
    },
    authorized: {
      title: 'Reserviert, noch nicht abgebucht',
      text: 'Der Betrag ist auf Ihrer Karte reserviert. Er wird abgebucht, wenn der Händler die Bestellung abschließt. Bitte zahlen Sie nicht noch einmal.',
    },
    paid: { title: 'Bezahlt', text: 'Vielen Dank. Ihre Zahlung ist abgeschlossen, Sie müssen nichts weiter tun.' },
    refund_pending: {
      title: 'Eine Rückzahlung ist unterwegs',
      text: 'Ihre Zahlung ist abgeschlossen, und eine Rückzahlung wurde begonnen. Banken brauchen dafür einige Tage.',
    },
    partly_refunded: {
      title: 'Teilweise zurückgezahlt',
      text: 'Ein Teil Ihrer Zahlung wurde zurückgesendet. Banken brauchen einige Tage, bis das zu sehen ist.',
    },
    refunded: {
      title: 'Zurückgezahlt',
      text: 'Ihre Zahlung wurde zurückgesendet. Banken brauchen einige Tage, bis das zu sehen ist.',
    },
    refund_checked: {
      title: 'Eine Rückzahlung wird geprüft',
      text: 'Eine Rückzahlung ging nicht gleich durch. Darum wird sich gekümmert; Sie müssen nichts tun.',
    },
    saved: {
      title: 'Gespeichert, nichts abgebucht',
      text: 'Ihre Zahlungsart wurde wie vereinbart gespeichert. Es wurde kein Geld abgebucht.',
    },
    nothing_due: {
      title: 'Nichts zu zahlen',
      text: 'Das ist abgeschlossen. Es war nichts fällig, und es wurde nichts abgebucht.',
    },
    underpaid: {
      title: 'Es kam weniger an als fällig war',
      text: 'Ihre Zahlung ist angekommen und wird geprüft. Senden Sie nichts weiter, bis sich der Händler gemeldet hat.',
    },
    overpaid: {
      title: 'Es kam mehr an als fällig war',
      text: 'Ihre Zahlung ist angekommen, der Unterschied wird geprüft. Sie müssen nichts tun; senden Sie nichts weiter.',
    },
    checking: {
      title: 'Wird geprüft',
      text: 'Jemand sieht sich diese Zahlung an. Senden Sie nichts weiter, bis sich der Händler gemeldet hat.',
    },
    declined: {
      title: 'Die Zahlung wurde abgelehnt',
      text: 'Es wurde nichts abgebucht. Fragen Sie den Händler, wie es weitergeht, bevor Sie es erneut versuchen.',
    },
    failed: {
      title: 'Die Zahlung ging nicht durch',
      text: 'Bevor Sie etwas anderes versuchen, fragen Sie den Händler, ob der Betrag angekommen ist.',
    },
    cancelled: {
      title: 'Abgebrochen',
      text: 'Diese Zahlung wurde beendet. Bitte zahlen Sie nicht mehr mit diesem Link. Falls Sie schon gezahlt haben, fragen Sie den Händler.',
    },
    expired: {
      title: 'Die Zeit ist abgelaufen',
      text: 'Bitte zahlen Sie nicht mehr mit diesem Link. Falls Sie schon gezahlt haben, zahlen Sie nicht noch einmal: Fragen Sie den Händler.',
    },
    expired_crypto: {
      title: 'Die Zeit ist abgelaufen',
      text: 'Senden Sie jetzt nichts. Was nach dem Ende ankommt, kann verloren gehen oder lange gesucht werden. Falls Sie schon gesendet haben, fragen Sie den Händler.',
    },
    unknown: {
      title: 'Noch keine klare Antwort',
      text: 'Wir wissen nicht, wie es um diese Zahlung steht. Bitte zahlen Sie nicht noch einmal; fragen Sie den Händler.',
    },
  },
  faults: {
    no_link: {
      title: 'Dieser Link ist nicht gültig',
      text: 'Er ist abgelaufen oder wurde zurückgenommen. Fragen Sie dort nach einem neuen, wo Sie ihn bekommen haben.',
    },
    too_many: { title: 'Zu viele Versuche', text: 'Bitte warten Sie eine Minute und laden Sie diese Seite dann neu.' },
    unavailable: {
      title: 'Diese Seite ist gerade nicht zu sehen',
      text: 'An Ihrer Zahlung ändert das nichts. Bitte zahlen Sie nicht noch einmal; laden Sie diese Seite gleich neu.',
    },
  },
  amount: 'Betrag',
  asOrdered: 'wie bestellt',
  noAmount: 'Der Betrag steht auf der Seite, auf der Sie zahlen.',
  timeLeft: 'Noch {time} Zeit zum Zahlen',
  accepted: 'Sie können zahlen mit',
  refunds: 'Rückzahlungen',
  refundStates: {
    pending: 'unterwegs',
    succeeded: 'zurückgesendet',
    failed: 'wird geprüft',
    cancelled: 'abgebrochen',
    unknown: 'wird geprüft',
  },
  asOf: 'Stand: {time}',
  neverConfirmed: 'Noch nicht bestätigt',
  updatesItself: 'Diese Seite aktualisiert sich selbst.',
  reload: 'Neu laden',
  languages: 'Sprachen',
}
