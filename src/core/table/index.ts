export { pathTo, readQuery } from './query.js';
export { pageOf, type TableFilter, type TablePage, type TableQuery, type TableShape } from './shape.js';
export { tableView, type TableView } from './view.js';
