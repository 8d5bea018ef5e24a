import type { Messages } from './messages.ts'

export const es: Messages = {
  language: 'Español',
  title: 'Su pago',
  merchant: 'el comercio',
  states: {
    open: {
      title: 'A la espera de su pago',
      text: 'Continúe en la ventana o el mensaje donde empezó. No necesita un enlace nuevo.',
    },
    partly_paid: {
      title: 'Ha llegado una parte',
      text: 'Hemos visto una parte del importe. Envíe el resto de la misma forma que la primera parte, antes de que termine el plazo.',
    },
    lapsed: {
      title: 'Es probable que el plazo haya terminado',
      text: 'Por favor, no pague ahora. Si ya ha pagado, no pague otra vez: se está comprobando.',
    },
    unconfirmed: {
      title: 'Todavía sin confirmar',
      text: 'Si ya ha pagado, no pague otra vez. Si no, continúe con este mismo enlace que recibió.',
    },
    confirming: {
      title: 'Hemos visto su pago',
      text: 'Se está confirmando. No tiene que hacer nada; por favor, no pague otra vez.',
    },
    awaiting_merchant: {
      title: 'Su pago está en manos del comercio',
      text: 'Se está completando. No tiene que hacer nada; por favor, no pague otra vez.',
    },
    authorized: {
      title: 'Reservado, todavía no cobrado',
      text: 'El importe está reservado en su tarjeta. Se cobra cuando el comercio completa el pedido. Por favor, no pague otra vez.',
    },
    paid: { title: 'Pagado', text: 'Gracias. Su pago está completo y no tiene que hacer nada más.' },
    refund_pending: {
      title: 'Un reembolso está en camino',
      text: 'Su pago está completo y se ha iniciado un reembolso. Los bancos pueden tardar unos días.',
    },
    partly_refunded: {
      title: 'Reembolsado en parte',
      text: 'Se ha devuelto una parte de su pago. Los bancos pueden tardar unos días en mostrarlo.',
    },
    refunded: {
      title: 'Reembolsado',
      text: 'Se ha devuelto su pago. Los bancos pueden tardar unos días en mostrarlo.',
    },
    refund_checked: {
      title: 'Se está comprobando un reembolso',
      text: 'Un reembolso no salió a la primera. Ya se está atendiendo; no tiene que hacer nada.',
    },
    saved: { title: 'Guardado, sin cobro', text: 'Su forma de pago se guardó como acordó. No se ha cobrado nada.' },
    nothing_due: { title: 'Nada que pagar', text: 'Está completo. No había nada que cobrar y no se ha cobrado nada.' },
    underpaid: {
      title: 'Ha llegado menos de lo debido',
      text: 'Su pago ha llegado y se está comprobando. No envíe nada más hasta que el comercio se ponga en contacto.',
    },
    overpaid: {
      title: 'Ha llegado más de lo debido',
      text: 'Su pago ha llegado y se está comprobando la diferencia. No tiene que hacer nada; no envíe nada más.',
    },
    checking: {
      title: 'En comprobación',
      text: 'Alguien está mirando este pago. No envíe nada más hasta que el comercio se ponga en contacto.',
    },
    declined: {
      title: 'El pago fue rechazado',
      text: 'No se ha cobrado nada. Pregunte al comercio cómo seguir antes de volver a intentarlo.',
    },
    failed: {
      title: 'El pago no se completó',
      text: 'Antes de intentar otra cosa, pregunte al comercio si el importe ha llegado.',
    },
    cancelled: {
      title: 'Cancelado',
      text: 'Este pago se dio por terminado. Por favor, no pague más con este enlace. Si ya ha pagado, pregunte al comercio.',
    },
    expired: {
      title: 'El plazo ha terminado',
      text: 'Por favor, no pague más con este enlace. Si ya ha pagado, no pague otra vez: pregunte al comercio.',
    },
    expired_crypto: {
      title: 'El plazo ha terminado',
      text: 'No envíe nada ahora. Lo que llega después del final puede perderse o tardar en encontrarse. Si ya ha enviado, pregunte al comercio.',
    },
    unknown: {
      title: 'Todavía sin respuesta clara',
      text: 'No sabemos cómo está este pago. Por favor, no pague otra vez; pregunte al comercio.',
    },
  },
  faults: {
    no_link: {
      title: 'Este enlace no es válido',
      text: 'Puede haber caducado o haber sido retirado. Pida uno nuevo a quien se lo dio.',
    },
    too_many: { title: 'Demasiados intentos', text: 'Espere un minuto y recargue esta página.' },
    unavailable: {
      title: 'Esta página no se puede mostrar ahora',
      text: 'Su pago no se ve afectado. Por favor, no pague otra vez; recargue esta página en un momento.',
    },
  },
  amount: 'Importe',
  asOrdered: 'según el pedido',
  noAmount: 'El importe está en la página donde paga.',
  timeLeft: 'Quedan {time} para pagar',
  accepted: 'Puede pagar con',
  refunds: 'Reembolsos',
  refundStates: {
    pending: 'en camino',
    succeeded: 'devuelto',
    failed: 'en comprobación',
    cancelled: 'cancelado',
    unknown: 'en comprobación',
  },
  asOf: 'A fecha de {time}',
  neverConfirmed: 'Todavía sin confirmar',
  updatesItself: 'Esta página se actualiza sola.',
  reload: 'Recargar',
  languages: 'Idiomas',
}
