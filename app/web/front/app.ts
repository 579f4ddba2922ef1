import { comeBackTo } from "./page/address.ts"
import { makeBoard } from "./page/board.ts"
import { guardLeaving } from "./page/leave.ts"
import { openKeys } from "./page/keys.ts"
import { completeNames } from "./page/names.ts"
import { putInOrder } from "./page/order.ts"
import { sendOnce } from "./page/once.ts"
import { poll } from "./page/poll.ts"
import { showTrouble } from "./page/refused.ts"
import { linkRows } from "./page/rows.ts"
import { noteVisits } from "./page/visit.ts"
import { switchTheme } from "./page/theme.ts"

guardLeaving(document)
openKeys(document)
putInOrder(document)
showTrouble(document)
comeBackTo(document, history)
poll(document, fetch.bind(window), () => location.reload())
completeNames(document)
linkRows(document)
makeBoard(document, fetch.bind(window), (address) => location.assign(address))
// gone back to by the browser's memory, a card would still lie where it lay
addEventListener("pageshow", (event) => event.persisted && document.querySelector("[data-board]") && location.reload())
noteVisits(document, fetch.bind(window))
switchTheme(document, fetch.bind(window))
sendOnce(document, () => performance.now())
