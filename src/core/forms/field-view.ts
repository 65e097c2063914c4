import type { FieldErrors, Settings } from '../settings.js';
import type { Sentence } from '../words/sentence.js';

/** One control of a form as the template `partials/field` shows it. */
export interface FieldView {
  readonly id: string;
  readonly name: string;
  readonly label: Sentence;
  /** The template below `views/partials/controls/` that shows it. */
  readonly control: string;
  readonly value: string;
  readonly ticked: boolean;
  readonly choices: readonly {
    readonly value: string;
    readonly label: Sentence;
    readonly help: Sentence | '';
    readonly isRecommended: boolean;
  }[];
  readonly help: Sentence | '';
  /** See `Field`; empty where it says something with each choice. */
  readonly onlyWith: readonly string[];
  /** What is wrong with it, or `''`. */
  readonly error: Sentence | '';
  /** True for the first field with an error: the page opens there. */
  readonly focus: boolean;
  /** The HTML attribute of that name: what the browser may fill in. */
  readonly autocomplete: string;
  readonly required: boolean;
  /** Advice about a value that is allowed. */
  readonly warnings: readonly WarningView[];
  /** What a client found of it at the last look. */
  readonly findings: readonly FindingView[];
  /** True for a cell of a table: its label, which names the row too, is only heard. */
  readonly isCell: boolean;
  /** Only of a table. */
  readonly table: TableView | null;
  /** The cells of a table that have an error. */
  readonly wrongCells: readonly Pick<FieldView, 'id' | 'label' | 'error'>[];
}

/** A table that is filled in on the page of what it belongs to. */
export interface TableView {
  readonly columns: readonly { readonly label: Sentence; readonly help: Sentence | '' }[];
  readonly lines: readonly LineView[];
  /** The control of the first empty line. */
  readonly firstEmpty: string;
}

/** One row of a table as it is filled in. The last ones are empty, for new rows. */
export interface LineView {
  /** The row's id; '' of a new one. */
  readonly rowId: string;
  /** The names of the controls begin with it: `hosts.0`. */
  readonly name: string;
  /** Which row it is: "printer", "new row 2". */
  readonly title: Sentence;
  readonly cells: readonly FieldView[];
}

/** What a client found at the service. */
export interface FindingView {
  readonly title: Sentence;
  readonly sentence: Sentence;
  /** Whether it is what the saved settings promise. */
  readonly asPromised: boolean;
}

/** Advice with lines to copy. */
export interface WarningView {
  readonly sentence: Sentence;
  readonly lines: readonly string[];
  /** A form that does what is advised; null when there is none. */
  readonly remedy: { readonly label: Sentence; readonly path: string } | null;
  /** Shown folded; null when there are none. */
  readonly others: { readonly summary: Sentence; readonly lines: readonly string[] } | null;
}

/** What a form's controls are filled with. */
export interface FormState {
  readonly values: Settings;
  readonly errors: FieldErrors;
  /** The values that are there already, when they are others: a row that is not among them is a new one. */
  readonly known?: Settings;
}

/** A control with its name and label alone. */
export function blankField(name: string, label: Sentence): FieldView {
  return {
    id: `field-${name.replaceAll('.', '-')}`,
    name,
    label,
    control: 'text',
    value: '',
    ticked: false,
    choices: [],
    help: '',
    onlyWith: [],
    error: '',
    focus: false,
    autocomplete: 'off',
    required: false,
    warnings: [],
    findings: [],
    isCell: false,
    table: null,
    wrongCells: [],
  };
}
